using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Writes the rows that lists read; lives on the writer's thread.</summary>
internal sealed class SqliteIndexWriter : IDisposable
{
    private readonly SqliteChangeNumbers _changes;
    private readonly SqliteStatement _holder;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _replace;
    private readonly SqliteStatement _dropLabels;
    private readonly SqliteStatement _dropParameters;
    private readonly SqliteStatement _addLabel;
    private readonly SqliteStatement _addParameter;
    private readonly SqliteStatement _release;
    private readonly SqliteStatement _drop;
    private readonly SqliteStatement _bury;

    public SqliteIndexWriter(SqliteConnection connection, SqliteChangeNumbers changes)
    {
        _changes = changes;
        _holder = new(connection, "select uid from run_index where namespace = $1 and name = $2 and holds_name = 1");
        _update = new(connection, "update run_index set started = $2, progress = $3, message = $4, priority = $5, suspended = $6, summary = $7, change_no = $8 where rid = $1");
        _replace = new(connection, """
            insert into run_index
                (rid, uid, namespace, name, holds_name, phase, workflow_template, cluster_template, cron_workflow, created, started, finished,
                 expires, progress, message, priority, creator, suspended, labels, parameters, summary, change_no, folder)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
            """);
        _dropLabels = new(connection, "delete from run_label where rid = $1");
        _dropParameters = new(connection, "delete from run_parameter where rid = $1");
        _addLabel = new(connection, "insert into run_label values ($1, $2, $3, $4, $5)");
        _addParameter = new(connection, "insert into run_parameter values ($1, $2, $3, $4, $5)");
        _release = new(connection, "update run_index set holds_name = 0, change_no = $2 where rid = $1 and holds_name = 1");
        _drop = new(connection, "delete from run_index where rid = $1");
        _bury = new(connection, "insert into tombstone select $2, '', namespace, name, uid, $3 from run_index where rid = $1");
    }

    /// <summary>Uid of the run that holds the row's name; not asked again while a run's name is known to be its own.</summary>
    public string? Holder(RunIndexRow row, SqliteRunHead? head) =>
        head?.HeldName == (row.Namespace, row.Name) ? null : (string?)_holder.Scalar(row.Namespace, row.Name);

    public long Write(SqliteRunHead head, RunIndexRow row)
    {
        var change = _changes.Next();
        var part = IndexedPart(row, out var labels, out var parameters);
        if (head.IndexedPart == part)
        {
            // The common case: only what no index holds has changed.
            _update.Execute(head.Rid, Stored(row.StartedAt), row.Progress, row.Message, row.Priority, row.Suspended, row.Summary.ToArray(), change);
            return change;
        }

        _dropLabels.Execute(head.Rid);
        _dropParameters.Execute(head.Rid);
        _drop.Execute(head.Rid);
        var created = Moments.ToStored(row.CreatedAt);
        _replace.Execute(
            head.Rid, row.Uid, row.Namespace, row.Name, row.HoldsName, row.Phase, row.WorkflowTemplate, row.ClusterWorkflowTemplate, row.CronWorkflow,
            created, Stored(row.StartedAt), Stored(row.FinishedAt), Stored(row.ExpiresAt), row.Progress, row.Message, row.Priority, row.Creator,
            row.Suspended, labels, parameters, row.Summary.ToArray(), change, row.Folder);
        foreach (var (key, value) in row.Labels)
        {
            _addLabel.Execute(key, value, created, row.Uid, head.Rid);
        }

        foreach (var (key, value) in row.Parameters.Where(parameter => parameter.Value.Length <= CommitRules.LongestSearchableValue))
        {
            _addParameter.Execute(key, value, created, row.Uid, head.Rid);
        }

        head.IndexedPart = part;
        head.HeldName = row.HoldsName ? (row.Namespace, row.Name) : null;
        return change;
    }

    public bool ReleaseName(SqliteRunHead head)
    {
        (head.IndexedPart, head.HeldName) = (null, null);
        return Used(_release.Execute(head.Rid, _changes.Candidate));
    }

    public void Delete(SqliteRunHead head, long now)
    {
        Used(_bury.Execute(head.Rid, _changes.Candidate, now));
        _dropLabels.Execute(head.Rid);
        _dropParameters.Execute(head.Rid);
        _drop.Execute(head.Rid);
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _holder, _update, _replace, _dropLabels, _dropParameters, _addLabel, _addParameter, _release, _drop, _bury })
        {
            statement.Dispose();
        }
    }

    private bool Used(int rows)
    {
        if (rows == 1)
        {
            _changes.Next();
        }

        return rows == 1;
    }

    private static object? Stored(DateTimeOffset? moment) => moment is { } value ? Moments.ToStored(value) : null;

    private static string IndexedPart(RunIndexRow row, out string labels, out string parameters)
    {
        labels = JsonSerializer.Serialize(row.Labels);
        parameters = JsonSerializer.Serialize(row.Parameters);
        return string.Join('\0', row.Namespace, row.Name, row.HoldsName, row.Phase, row.WorkflowTemplate, row.ClusterWorkflowTemplate, row.CronWorkflow,
            row.Creator, row.Folder, Moments.ToStored(row.CreatedAt), Stored(row.FinishedAt), Stored(row.ExpiresAt), labels, parameters);
    }
}
