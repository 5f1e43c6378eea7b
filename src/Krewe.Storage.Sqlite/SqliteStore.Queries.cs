using System.Runtime.InteropServices;
using System.Text.Json;
using Krewe.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

public sealed partial class SqliteStore
{
    private const string RowColumns = """
        r.uid, r.namespace, r.name, r.holds_name, r.phase, r.workflow_template, r.cluster_template, r.cron_workflow, r.created, r.started, r.finished,
        r.expires, r.progress, r.message, r.priority, r.creator, r.suspended, r.labels, r.parameters, r.summary, r.change_no, r.folder
        """;

    /// <inheritdoc/>
    public Task<RunPage> ListAsync(RunFilter filter, RunOrder order, RunCursor? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _readers.ReadAsync(connection => List(connection, filter, order, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> CountByPhaseAsync(RunFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _readers.ReadAsync<IReadOnlyDictionary<string, long>>(connection => Count(connection, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RunCounts> CountAsync(RunFilter filter, int most, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _readers.ReadAsync(connection => filter.IsOfPlaceAndPhase ? new RunCounts(Count(connection, filter), AreAll: true) : Count(connection, filter, most), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RunChanges> ListChangesAsync(long changeNumber, string? namespaceName, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(connection => ListRunChanges(connection, changeNumber, namespaceName, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FolderCount>> CountByFolderAsync(string? namespaceName, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync<IReadOnlyList<FolderCount>>(
            connection => Rows(
                connection,
                "select namespace, folder, count(*) from run_index where folder <> '' and ($1 is null or namespace = $1) group by namespace, folder",
                reader => new FolderCount(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)),
                namespaceName),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListLabelsAsync(string? namespaceName, string? key, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            connection => key is null
                ? Strings(connection, Leaps("key", "1 = 1", "x.key = found"), namespaceName, limit)
                : Strings(connection, Leaps("value", "key = $3", "x.key = $3 and x.value = found"), namespaceName, limit, key),
            cancellationToken);

    /// <inheritdoc/>
    public Task<RunIndexRow?> GetAsync(string uid, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            connection => Rows(connection, $"select {RowColumns} from run join run_index r on r.rid = run.rid where run.uid = $1", ReadRow, uid).SingleOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<RunIndexRow?> GetByNameAsync(string namespaceName, string name, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            connection => name == IRunQueries.Latest
                ? Rows(connection, $"select {RowColumns} from run_index r where r.namespace = $1 order by r.created desc, r.uid desc limit 1", ReadRow, namespaceName).SingleOrDefault()
                : Rows(connection, $"select {RowColumns} from run_index r where r.namespace = $1 and r.name = $2 order by r.holds_name desc, r.created desc, r.uid desc limit 1", ReadRow, namespaceName, name).SingleOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> GetDocumentAsync(string uid, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            connection => Rows(connection, "select document from run where uid = $1 and document is not null", reader => reader.GetFieldValue<byte[]>(0), uid) is [var document]
                ? new ReadOnlyMemory<byte>(RecordCodec.Decode(document))
                : (ReadOnlyMemory<byte>?)null,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            connection => Strings(connection, "select uid from run_index where expires <= $1 order by expires, uid limit $2", Moments.ToStored(now), limit),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListBeyondAsync(string phase, int keep, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            connection => Strings(connection, "select uid from run_index where phase = $1 and finished is not null order by finished desc, uid desc limit $2 offset $3", phase, limit, keep),
            cancellationToken);

    private static RunPage List(SqliteConnection connection, RunFilter filter, RunOrder order, RunCursor? after, int limit)
    {
        var rows = new List<RunIndexRow>();
        var way = RunOrderSql.Of(order);
        var branches = SqliteRunBranch.Of(filter);
        foreach (var branch in branches)
        {
            var search = new SqliteRunSearch(filter, branch, way);
            var sql = search.Page(RowColumns, after, limit + 1);
            rows.AddRange(Rows(connection, sql, ReadRow, [.. search.Values]));
        }

        if (branches.Count > 1)
        {
            rows = [.. RunOrders.Sort(rows, order).Take(limit + 1)];
        }

        var more = rows.Count > limit;
        if (more)
        {
            CollectionsMarshal.SetCount(rows, limit);
        }

        return new RunPage(rows, more ? RunCursor.Behind(rows[^1], order) : null, Number(connection, SqliteChangeNumbers.Current));
    }

    // From one distinct value to the next in the index: costs the values there are, not the runs that have them.
    private static string Leaps(string column, string condition, string having) => $"""
        with recursive leap(found) as (
            select min({column}) from run_label where {condition}
            union all
            select (select min({column}) from run_label where {condition} and {column} > found) from leap where found is not null)
        select found from leap
        where found is not null and ($1 is null or exists (select 1 from run_label x join run_index r on r.rid = x.rid where {having} and r.namespace = $1))
        limit $2
        """;

    private static Dictionary<string, long> Count(SqliteConnection connection, RunFilter filter)
    {
        var counts = new Dictionary<string, long>();
        foreach (var branch in SqliteRunBranch.Of(filter))
        {
            var search = new SqliteRunSearch(filter, branch, RunOrderSql.Of(RunOrder.Newest));
            AddTo(counts, Rows(connection, search.Counts(), ReadCount, [.. search.Values]));
        }

        return counts;
    }

    private static RunCounts Count(SqliteConnection connection, RunFilter filter, int most)
    {
        var counts = new Dictionary<string, long>();
        var left = most;
        foreach (var branch in SqliteRunBranch.Of(filter))
        {
            var search = new SqliteRunSearch(filter, branch, RunOrderSql.Of(RunOrder.Newest));
            var sql = search.Counts(left + 1);
            var found = Rows(connection, sql, ReadCount, [.. search.Values]);
            AddTo(counts, found);
            left -= (int)found.Sum(entry => entry.Count);
            if (left < 0)
            {
                // The one beyond the bound only tells that there are more.
                counts[found.MaxBy(entry => entry.Count).Phase]--;
                return new RunCounts(counts, AreAll: false);
            }
        }

        return new RunCounts(counts, AreAll: true);
    }

    private static (string Phase, long Count) ReadCount(SqliteDataReader reader) => (reader.GetString(0), reader.GetInt64(1));

    private static void AddTo(Dictionary<string, long> counts, IEnumerable<(string Phase, long Count)> found)
    {
        foreach (var (phase, count) in found)
        {
            counts[phase] = counts.GetValueOrDefault(phase) + count;
        }
    }

    private static RunChanges ListRunChanges(SqliteConnection connection, long changeNumber, string? namespaceName, int limit)
    {
        var current = Number(connection, SqliteChangeNumbers.Current);
        if (changeNumber < Number(connection, "select forgotten from horizon"))
        {
            return new RunChanges([], current, TooOld: true);
        }

        var present = Rows(connection, $"select {RowColumns} from run_index r where r.change_no > $1 and ($2 is null or r.namespace = $2) order by r.change_no limit $3",
            ReadRow, changeNumber, namespaceName, limit);
        var deleted = Rows(connection, "select change_no, uid, namespace, name from tombstone where change_no > $1 and kind = '' and ($2 is null or namespace = $2) order by change_no limit $3",
            reader => new RunChange(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), null), changeNumber, namespaceName, limit);
        var changes = present.Select(row => new RunChange(row.ChangeNumber, row.Uid, row.Namespace, row.Name, row)).Concat(deleted)
            .OrderBy(change => change.ChangeNumber).Take(limit).ToArray();
        return new RunChanges(changes, changes.Length == limit ? changes[^1].ChangeNumber : current);
    }

    private static RunIndexRow ReadRow(SqliteDataReader reader) => new()
    {
        Uid = reader.GetString(0),
        Namespace = reader.GetString(1),
        Name = reader.GetString(2),
        HoldsName = reader.GetBoolean(3),
        Phase = reader.GetString(4),
        WorkflowTemplate = Text(reader, 5),
        ClusterWorkflowTemplate = Text(reader, 6),
        CronWorkflow = Text(reader, 7),
        CreatedAt = Moments.FromStored(reader.GetInt64(8)),
        StartedAt = Moment(reader, 9),
        FinishedAt = Moment(reader, 10),
        ExpiresAt = Moment(reader, 11),
        Progress = reader.GetString(12),
        Message = Text(reader, 13),
        Priority = reader.GetInt32(14),
        Creator = Text(reader, 15),
        Suspended = reader.GetBoolean(16),
        Labels = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(17))!,
        Parameters = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(18))!,
        Summary = reader.GetFieldValue<byte[]>(19),
        ChangeNumber = reader.GetInt64(20),
        Folder = reader.GetString(21),
    };

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Moment(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : Moments.FromStored(reader.GetInt64(column));
}
