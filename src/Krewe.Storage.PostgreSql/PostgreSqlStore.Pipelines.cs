using System.Text.Json;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

public sealed partial class PostgreSqlStore
{
    private const string MemberColumns = """
        m.number, r.uid, r.name, r.phase, r.created, r.started, r.finished, r.message, r.creator, r.parameters, r.folder
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PipelineRow>> ListPipelinesAsync(PipelineFilter filter, PipelineKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await RowsAsync(
            cancellationToken,
            ReadPipeline,
            """
            select namespace, name, kind, last_number from pipeline
            where (namespace, name, kind) > ($1, $2, $3) and ($4::text is null or namespace = $4) and ($5::text is null or kind = $5)
                and ($6::text is null or strpos(name, $6) > 0)
            order by namespace, name, kind limit $7
            """,
            after?.Namespace ?? filter.Namespace ?? "", after?.Name ?? "", after?.Kind ?? "", filter.Namespace, filter.Kind, filter.NameContains, limit).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<PipelineRow?> GetPipelineAsync(PipelineKey pipeline, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return (await RowsAsync(
            cancellationToken, ReadPipeline, "select namespace, name, kind, last_number from pipeline where namespace = $1 and name = $2 and kind = $3",
            pipeline.Namespace, pipeline.Name, pipeline.Kind).ConfigureAwait(false)).SingleOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PipelineRun>> ListPipelineRunsAsync(PipelineRunQuery query, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        // Beyond a lower bound those next to it are wanted; else the newest.
        var order = query.After is null ? "desc" : "asc";
        var (steps, join) = query.WithSteps ? ("s.payload", "left join run_steps s on s.rid = m.rid") : ("null::bytea", "");
        var runs = await RowsAsync(
            cancellationToken,
            row => ReadMember(row, query.Pipeline),
            $"""
            select {MemberColumns}, {steps} from pipeline_run m join run_index r on r.rid = m.rid {join}
            where m.pid = (select pid from pipeline where namespace = $1 and name = $2 and kind = $3) and m.number > $4 and m.number < $5
            order by m.number {order} limit $6
            """,
            query.Pipeline.Namespace, query.Pipeline.Name, query.Pipeline.Kind, query.After ?? 0, query.Before ?? long.MaxValue, limit).ConfigureAwait(false);
        if (query.After is not null)
        {
            runs.Reverse();
        }

        return runs;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PipelineRun>> ListNewestRunsAsync(IReadOnlyCollection<PipelineKey> pipelines, int each, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        return await RowsAsync(
            cancellationToken,
            row => ReadMember(row, KeyAt(row, 12)),
            $"""
            select {MemberColumns}, null::bytea, p.namespace, p.kind, p.name
            from unnest($1, $2, $3) with ordinality as t(ns, kind, name, place)
                join pipeline p on p.namespace = t.ns and p.name = t.name and p.kind = t.kind
                cross join lateral (select number, rid from pipeline_run x where x.pid = p.pid order by number desc limit $4) m
                join run_index r on r.rid = m.rid
            order by t.place, m.number desc
            """,
            pipelines.Select(key => key.Namespace).ToArray(), pipelines.Select(key => key.Kind).ToArray(), pipelines.Select(key => key.Name).ToArray(), each).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PipelineRun>> ListPipelinesOfRunAsync(string uid, CancellationToken cancellationToken = default) =>
        await RowsAsync(
            cancellationToken,
            row => ReadMember(row, KeyAt(row, 12)),
            $"""
            select {MemberColumns}, s.payload, p.namespace, p.kind, p.name from run u
                join pipeline_run m on m.rid = u.rid join pipeline p on p.pid = m.pid join run_index r on r.rid = u.rid left join run_steps s on s.rid = u.rid
            where u.uid = $1 order by p.namespace, p.name, p.kind
            """,
            uid).ConfigureAwait(false);

    private static PipelineRow ReadPipeline(NpgsqlDataReader row) => new(new PipelineKey(row.GetString(0), row.GetString(2), row.GetString(1)), row.GetInt64(3));

    private static PipelineKey KeyAt(NpgsqlDataReader row, int column) => new(row.GetString(column), row.GetString(column + 1), row.GetString(column + 2));

    private static PipelineRun ReadMember(NpgsqlDataReader row, PipelineKey pipeline) => new(pipeline, row.GetInt64(0), row.GetString(1))
    {
        Name = row.GetString(2),
        Phase = row.GetString(3),
        CreatedAt = Moments.FromStored(row.GetInt64(4)),
        StartedAt = Moment(row, 5),
        FinishedAt = Moment(row, 6),
        Message = Text(row, 7),
        Creator = Text(row, 8),
        Parameters = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(9))!,
        Folder = row.GetString(10),
        // A null array would turn into empty bytes.
        Steps = row.IsDBNull(11) ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(RecordCodec.Decode(row.GetFieldValue<byte[]>(11))),
    };
}
