using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

public sealed partial class SqliteStore
{
    private const string MemberColumns = """
        m.number, r.uid, r.name, r.phase, r.created, r.started, r.finished, r.message, r.creator, r.parameters, r.folder
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<PipelineRow>> ListPipelinesAsync(PipelineFilter filter, PipelineKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _readers.ReadAsync<IReadOnlyList<PipelineRow>>(
            connection => Rows(
                connection,
                """
                select namespace, name, kind, last_number from pipeline
                where (namespace, name, kind) > ($1, $2, $3) and ($4 is null or namespace = $4) and ($5 is null or kind = $5) and ($6 is null or instr(name, $6) > 0)
                order by namespace, name, kind limit $7
                """,
                ReadPipeline, after?.Namespace ?? filter.Namespace ?? "", after?.Name ?? "", after?.Kind ?? "", filter.Namespace, filter.Kind, filter.NameContains, limit),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PipelineRow?> GetPipelineAsync(PipelineKey pipeline, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return _readers.ReadAsync(
            connection => Rows(
                connection, "select namespace, name, kind, last_number from pipeline where namespace = $1 and name = $2 and kind = $3",
                ReadPipeline, pipeline.Namespace, pipeline.Name, pipeline.Kind).SingleOrDefault(),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PipelineRun>> ListPipelineRunsAsync(PipelineRunQuery query, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _readers.ReadAsync<IReadOnlyList<PipelineRun>>(connection => Members(connection, query, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PipelineRun>> ListNewestRunsAsync(IReadOnlyCollection<PipelineKey> pipelines, int each, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        return _readers.ReadAsync<IReadOnlyList<PipelineRun>>(
            connection => [.. pipelines.SelectMany(key => Members(connection, new PipelineRunQuery(key), each))],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PipelineRun>> ListPipelinesOfRunAsync(string uid, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync<IReadOnlyList<PipelineRun>>(
            connection => Rows(
                connection,
                $"""
                select {MemberColumns}, s.payload, p.namespace, p.kind, p.name from run u
                join pipeline_run m on m.rid = u.rid join pipeline p on p.pid = m.pid join run_index r on r.rid = u.rid left join run_steps s on s.rid = u.rid
                where u.uid = $1 order by p.namespace, p.name, p.kind
                """,
                reader => ReadMember(reader, new PipelineKey(reader.GetString(12), reader.GetString(13), reader.GetString(14))), uid),
            cancellationToken);

    private static List<PipelineRun> Members(SqliteConnection connection, PipelineRunQuery query, int limit)
    {
        // Beyond a lower bound those next to it are wanted; else the newest.
        var order = query.After is null ? "desc" : "asc";
        var (steps, join) = query.WithSteps ? ("s.payload", "left join run_steps s on s.rid = m.rid") : ("null", "");
        var runs = Rows(
            connection,
            $"""
            select {MemberColumns}, {steps} from pipeline_run m join run_index r on r.rid = m.rid {join}
            where m.pid = (select pid from pipeline where namespace = $1 and name = $2 and kind = $3) and m.number > $4 and m.number < $5
            order by m.number {order} limit $6
            """,
            reader => ReadMember(reader, query.Pipeline),
            query.Pipeline.Namespace, query.Pipeline.Name, query.Pipeline.Kind, query.After ?? 0, query.Before ?? long.MaxValue, limit);
        if (query.After is not null)
        {
            runs.Reverse();
        }

        return runs;
    }

    private static PipelineRow ReadPipeline(SqliteDataReader reader) => new(new PipelineKey(reader.GetString(0), reader.GetString(2), reader.GetString(1)), reader.GetInt64(3));

    private static PipelineRun ReadMember(SqliteDataReader reader, PipelineKey pipeline) => new(pipeline, reader.GetInt64(0), reader.GetString(1))
    {
        Name = reader.GetString(2),
        Phase = reader.GetString(3),
        CreatedAt = Moments.FromStored(reader.GetInt64(4)),
        StartedAt = Moment(reader, 5),
        FinishedAt = Moment(reader, 6),
        Message = Text(reader, 7),
        Creator = Text(reader, 8),
        Parameters = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(9))!,
        Folder = reader.GetString(10),
        // A null array would turn into empty bytes.
        Steps = reader.IsDBNull(11) ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(RecordCodec.Decode(reader.GetFieldValue<byte[]>(11))),
    };
}
