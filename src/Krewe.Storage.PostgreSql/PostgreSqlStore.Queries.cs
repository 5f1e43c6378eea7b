using System.Text.Json;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

public sealed partial class PostgreSqlStore
{
    private const string RowColumns = """
        r.uid, r.namespace, r.name, r.holds_name, r.phase, r.workflow_template, r.cluster_template, r.cron_workflow, r.created, r.started, r.finished,
        r.expires, r.progress, r.message, r.priority, r.creator, r.suspended, r.labels, r.parameters, r.summary, r.change_no, r.folder
        """;

    private const string Horizon = "select krewe_horizon()";

    // How to go about a search depends on what is searched: a plan for any value, which the server makes for a statement that is asked often, does
    // not know a rare label from a common one.
    private static readonly string[] Planned = ["begin read only", "set local plan_cache_mode = force_custom_plan"];

    /// <inheritdoc/>
    public Task<RunPage> ListAsync(RunFilter filter, RunOrder order, RunCursor? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var search = new PostgreSqlRunSearch(filter, order);
        var sql = search.Page(RowColumns, after, limit + 1);
        return _database.RepeatAsync(
            async (connection, cancel) =>
            {
                // The horizon first: what changes in between is in the page and told again by the watch.
                var batch = new Batch(connection).Add(Planned[0]).Add(Planned[1]).Add(Horizon).Add(sql, [.. search.Values]).Add("commit");
                await using var _ = batch.ConfigureAwait(false);
                var reader = await batch.QueryAsync(cancel).ConfigureAwait(false);
                await using var __ = reader.ConfigureAwait(false);
                var horizon = await NextAsync(reader, row => row.GetInt64(0), cancel).ConfigureAwait(false);
                var rows = await ReadAsync(reader, ReadRow, cancel).ConfigureAwait(false);
                var more = rows.Count > limit;
                if (more)
                {
                    rows.RemoveAt(limit);
                }

                return new RunPage(rows, more ? RunCursor.Behind(rows[^1], order) : null, horizon[0]);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> CountByPhaseAsync(RunFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.IsOfPlaceAndPhase
            ? await TalliedAsync(filter, cancellationToken).ConfigureAwait(false)
            : await CountedAsync(new PostgreSqlRunSearch(filter), search => search.Counts(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<RunCounts> CountAsync(RunFilter filter, int most, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.IsOfPlaceAndPhase)
        {
            return new RunCounts(await TalliedAsync(filter, cancellationToken).ConfigureAwait(false), AreAll: true);
        }

        var counts = await CountedAsync(new PostgreSqlRunSearch(filter), search => search.Counts(most + 1), cancellationToken).ConfigureAwait(false);
        if (counts.Values.Sum() <= most)
        {
            return new RunCounts(counts, AreAll: true);
        }

        // The one beyond the bound only tells that there are more.
        counts[counts.MaxBy(entry => entry.Value).Key]--;
        return new RunCounts(counts, AreAll: false);
    }

    /// <summary>From what is kept of numbers of runs.</summary>
    private async Task<Dictionary<string, long>> TalliedAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        const string Tally = """
            select phase, sum(runs)::bigint from run_tally t
            where ($1::text is null or namespace = $1) and (cardinality($2::text[]) = 0 or phase = any($2))
                and ($3 or exists (
                    select from unnest($4::text[], $5::text[]) as p(space, folder)
                    where (p.space is null or p.space = t.namespace) and (p.folder = '' or t.folder = p.folder or starts_with(t.folder, p.folder || '/'))))
            group by phase having sum(runs) > 0
            """;
        var places = filter.Places ?? [];
        var counts = await RowsAsync(
            cancellationToken, ReadCount, Tally, filter.Namespace, filter.Phases.ToArray(), filter.Places is null,
            places.Select(place => place.Namespace).ToArray(), places.Select(place => place.Folder).ToArray()).ConfigureAwait(false);
        return counts.ToDictionary(entry => entry.Phase, entry => entry.Count, StringComparer.Ordinal);
    }

    private Task<Dictionary<string, long>> CountedAsync(PostgreSqlRunSearch search, Func<PostgreSqlRunSearch, string> write, CancellationToken cancellationToken)
    {
        var sql = write(search);
        return _database.RepeatAsync(
            async (connection, cancel) =>
            {
                var batch = new Batch(connection).Add(Planned[0]).Add(Planned[1]).Add(sql, [.. search.Values]).Add("commit");
                await using var _ = batch.ConfigureAwait(false);
                var reader = await batch.QueryAsync(cancel).ConfigureAwait(false);
                await using var __ = reader.ConfigureAwait(false);
                return (await ReadAsync(reader, ReadCount, cancel).ConfigureAwait(false)).ToDictionary(entry => entry.Phase, entry => entry.Count, StringComparer.Ordinal);
            },
            cancellationToken);
    }

    private static (string Phase, long Count) ReadCount(NpgsqlDataReader row) => (row.GetString(0), row.GetInt64(1));

    /// <inheritdoc/>
    public async Task<RunChanges> ListChangesAsync(long changeNumber, string? namespaceName, int limit, CancellationToken cancellationToken = default)
    {
        var (horizon, tooOld, present, deleted) = await ChangesAsync(
            changeNumber,
            $"select {RowColumns} from run_change c join run_index r on r.rid = c.rid where c.change_no > $1 and c.change_no <= $2 and ($3::text is null or r.namespace = $3) order by c.change_no limit $4",
            row => ReadRow(row),
            "select change_no, uid, namespace, name from tombstone where change_no > $1 and change_no <= $2 and kind = '' and ($3::text is null or namespace = $3) order by change_no limit $4",
            row => new RunChange(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), null),
            namespaceName, limit, cancellationToken).ConfigureAwait(false);
        if (tooOld)
        {
            return new RunChanges([], horizon, TooOld: true);
        }

        var changes = present.Select(row => new RunChange(row.ChangeNumber, row.Uid, row.Namespace, row.Name, row)).Concat(deleted)
            .OrderBy(change => change.ChangeNumber).Take(limit).ToArray();
        return new RunChanges(changes, changes.Length == limit ? changes[^1].ChangeNumber : Math.Max(horizon, changeNumber));
    }

    /// <inheritdoc/>
    public async Task<RunIndexRow?> GetAsync(string uid, CancellationToken cancellationToken = default) =>
        (await RowsAsync(cancellationToken, ReadRow, $"select {RowColumns} from run join run_index r on r.rid = run.rid where run.uid = $1", uid).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<RunIndexRow?> GetByNameAsync(string namespaceName, string name, CancellationToken cancellationToken = default) =>
        (name == IRunQueries.Latest
            ? await RowsAsync(cancellationToken, ReadRow, $"select {RowColumns} from run_index r where r.namespace = $1 order by r.created desc, r.uid desc limit 1", namespaceName).ConfigureAwait(false)
            : await RowsAsync(cancellationToken, ReadRow, $"select {RowColumns} from run_index r where r.namespace = $1 and r.name = $2 order by r.holds_name desc, r.created desc, r.uid desc limit 1", namespaceName, name).ConfigureAwait(false))
        .SingleOrDefault();

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> GetDocumentAsync(string uid, CancellationToken cancellationToken = default) =>
        await RowsAsync(cancellationToken, row => row.GetFieldValue<byte[]>(0), "select d.payload from run r join run_document d on d.rid = r.rid where r.uid = $1", uid).ConfigureAwait(false) is [var document]
            ? new ReadOnlyMemory<byte>(RecordCodec.Decode(document))
            : (ReadOnlyMemory<byte>?)null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        await RowsAsync(cancellationToken, FirstText, "select uid from run_index where expires <= $1 order by expires, uid limit $2", Moments.ToStored(now), limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListBeyondAsync(string phase, int keep, int limit, CancellationToken cancellationToken = default) =>
        await RowsAsync(
            cancellationToken, FirstText, "select uid from run_index where phase = $1 and finished is not null order by finished desc, uid desc limit $2 offset $3", phase, limit, keep).ConfigureAwait(false);

    /// <summary>What is present and what was deleted after a number and up to the horizon, as of one moment.</summary>
    private Task<(long Horizon, bool TooOld, List<TRow> Present, List<TChange> Deleted)> ChangesAsync<TRow, TChange>(
        long after, string present, Func<NpgsqlDataReader, TRow> readPresent, string deleted, Func<NpgsqlDataReader, TChange> readDeleted, string? scope, int limit, CancellationToken cancellationToken) =>
        _database.RepeatAsync(
            async (connection, cancel) =>
            {
                var bounds = new Batch(connection).Add("select krewe_horizon(), forgotten from horizon");
                long horizon, forgotten;
                await using (bounds.ConfigureAwait(false))
                {
                    var first = await bounds.QueryAsync(cancel).ConfigureAwait(false);
                    await using var _ = first.ConfigureAwait(false);
                    (horizon, forgotten) = (await ReadAsync(first, row => (row.GetInt64(0), row.GetInt64(1)), cancel).ConfigureAwait(false))[0];
                }

                if (after < forgotten)
                {
                    return (horizon, true, [], []);
                }

                var batch = new Batch(connection).Add("begin isolation level repeatable read read only").Add(present, after, horizon, scope, limit).Add(deleted, after, horizon, scope, limit).Add("commit");
                await using var __ = batch.ConfigureAwait(false);
                var reader = await batch.QueryAsync(cancel).ConfigureAwait(false);
                await using var ___ = reader.ConfigureAwait(false);
                return (horizon, false, await NextAsync(reader, readPresent, cancel).ConfigureAwait(false), await NextAsync(reader, readDeleted, cancel).ConfigureAwait(false));
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FolderCount>> CountByFolderAsync(string? namespaceName, CancellationToken cancellationToken = default) =>
        await RowsAsync(
            cancellationToken,
            row => new FolderCount(row.GetString(0), row.GetString(1), row.GetInt64(2)),
            "select namespace, folder, sum(runs)::bigint from run_tally where folder <> '' and ($1::text is null or namespace = $1) group by namespace, folder having sum(runs) > 0",
            namespaceName).ConfigureAwait(false);

    private static RunIndexRow ReadRow(NpgsqlDataReader reader) => new()
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

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : Moments.FromStored(reader.GetInt64(column));
}
