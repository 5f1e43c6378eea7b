using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

public sealed partial class PostgreSqlStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<CommitResult>> CommitAsync(IReadOnlyList<RunCommit> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var items = new FlushItem[batch.Count];
        for (var i = 0; i < items.Length; i++)
        {
            CommitRules.Check(batch[i]);
            items[i] = new FlushItem(batch[i], RecordCodec.Encode((batch[i].Completed ?? batch[i].Payload).Span));
        }

        return _runs.CommitAsync(items, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken = default) =>
        _database.RepeatAsync((connection, cancel) => LoadAsync(connection, runId, cancel), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListBetweenAsync(string after, string before, CancellationToken cancellationToken = default) =>
        await RowsAsync(cancellationToken, FirstText, "select uid from run where uid > $1 and uid < $2 order by uid", after, before).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListActiveAsync(string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        await RowsAsync(cancellationToken, FirstText, "select uid from run where not completed and uid > $1 order by uid limit $2", afterRunId ?? "", limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListOwnedAsync(string owner, string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        await RowsAsync(cancellationToken, FirstText, "select uid from run where not completed and owner = $1 and uid > $2 order by uid limit $3", owner, afterRunId ?? "", limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListOrphansAsync(IReadOnlyCollection<string> owners, string? afterRunId, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owners);
        // From owner to owner through the index: the runs of hosts that are there, nearly all there are, are not looked at.
        const string Orphans = """
            with recursive owners(owner) as (
                select min(owner) from run where not completed
                union all
                select (select min(r.owner) from run r where not r.completed and r.owner > o.owner) from owners o where o.owner is not null
            )
            select uid from (
                select r.uid from owners o join run r on r.owner = o.owner and not r.completed where o.owner is not null and o.owner <> all($1) and r.uid > $2
                union all
                select uid from run where not completed and owner is null and uid > $2
            ) found order by uid limit $3
            """;
        return await RowsAsync(cancellationToken, FirstText, Orphans, owners.ToArray(), afterRunId ?? "", limit).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueWakeup>> ListDueWakeupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        await RowsAsync(
            cancellationToken,
            reader => new DueWakeup(reader.GetString(0), Moments.FromStored(reader.GetInt64(1))),
            "select uid, due_at from run_wakeup where due_at <= $1 order by due_at, uid limit $2", Moments.ToStored(now), limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string uid, CancellationToken cancellationToken = default)
    {
        // The head goes first and takes the lock that a flush takes; everything else hangs on it.
        var deleted = await TransactAsync(
            """
            with head as (delete from run where uid = $1 returning rid, uid),
                row as (delete from run_index r using head h where r.rid = h.rid returning r.*),
                name as (delete from run_name n using row r where n.namespace = r.namespace and n.name = r.name and n.uid = r.uid),
                tally as (
                    insert into run_tally (namespace, folder, phase, part, runs) select namespace, folder, phase, pg_backend_pid() % 8, -1 from row
                    on conflict (namespace, folder, phase, part) do update set runs = run_tally.runs - 1),
                grave as (insert into tombstone select krewe_change(), '', namespace, name, uid, $2 from row),
                log as (delete from run_log x using head h where x.rid = h.rid),
                pages as (delete from run_page x using head h where x.rid = h.rid),
                document as (delete from run_document x using head h where x.rid = h.rid),
                wakeup as (delete from run_wakeup x using head h where x.rid = h.rid),
                change as (delete from run_change x using head h where x.rid = h.rid),
                terms as (delete from run_term x using head h where x.rid = h.rid),
                message as (delete from run_message x using head h where x.rid = h.rid),
                numbers as (delete from pipeline_run x using head h where x.rid = h.rid),
                steps as (delete from run_steps x using head h where x.rid = h.rid)
            select uid from head
            """,
            cancellationToken, uid, Moments.ToStored(_time.GetUtcNow())).ConfigureAwait(false);
        return deleted.Count == 1;
    }

    /// <inheritdoc/>
    public async Task<bool> ReleaseNameAsync(string uid, CancellationToken cancellationToken = default)
    {
        var released = await TransactAsync(
            """
            with head as (select rid, uid from run where uid = $1 for update),
                row as (update run_index r set holds_name = false, change_no = krewe_change() from head h where r.rid = h.rid and r.holds_name returning r.*),
                name as (delete from run_name n using row r where n.namespace = r.namespace and n.name = r.name and n.uid = r.uid),
                change as (insert into run_change select rid, change_no from row on conflict (rid) do update set change_no = excluded.change_no)
            select uid from row
            """,
            cancellationToken, uid).ConfigureAwait(false);
        return released.Count == 1;
    }

    /// <summary>A statement that may be repeated: what it has done already it does not do again.</summary>
    [SuppressMessage("Design", "CA1068", Justification = "The values of the statement are the tail of the call.")]
    private Task<List<string>> TransactAsync(string sql, CancellationToken cancellationToken, params object?[] values) => RowsAsync(cancellationToken, FirstText, sql, values);

    private static string FirstText(NpgsqlDataReader reader) => reader.GetString(0);

    private static async Task<StoredRun?> LoadAsync(NpgsqlConnection connection, string runId, CancellationToken cancellationToken)
    {
        // One snapshot for all: a flush between two of these would leave a gap.
        var batch = new Batch(connection)
            .Add("begin isolation level repeatable read read only")
            .Add("select r.base_commit, r.snapshot_upto, r.page_count, w.due_at, d.payload, r.owner from run r left join run_wakeup w on w.rid = r.rid left join run_document d on d.rid = r.rid where r.uid = $1", runId)
            .Add("select p.page, p.payload from run r join run_page p on p.rid = r.rid where r.uid = $1 order by p.page", runId)
            .Add("select l.commit_no, l.payload from run r join run_log l on l.rid = r.rid where r.uid = $1 order by l.commit_no", runId)
            .Add("commit");
        await using var _ = batch.ConfigureAwait(false);
        var reader = await batch.QueryAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var heads = await NextAsync(
            reader,
            row => (Base: row.GetInt64(0), Upto: row.GetInt64(1), PageCount: row.GetInt32(2), Wakeup: Moment(row, 3), Document: row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4), Owner: Text(row, 5)),
            cancellationToken).ConfigureAwait(false);
        var pages = await NextAsync(reader, row => new SnapshotPage(row.GetInt32(0), RecordCodec.Decode(row.GetFieldValue<byte[]>(1))), cancellationToken).ConfigureAwait(false);
        var log = await NextAsync(reader, row => new LogRecord(row.GetInt64(0), RecordCodec.Decode(row.GetFieldValue<byte[]>(1))), cancellationToken).ConfigureAwait(false);
        if (heads is not [var head])
        {
            return null;
        }

        for (var i = 0; i < log.Count; i++)
        {
            if (log[i].CommitNo != head.Base + 1 + i)
            {
                throw new StorageException($"the log of run {runId} is damaged: commit {head.Base + 1 + i} is missing");
            }
        }

        if (pages.Count != head.PageCount)
        {
            throw new StorageException($"the snapshot of run {runId} is damaged: {pages.Count} of {head.PageCount} pages are there");
        }

        return new StoredRun
        {
            RunId = runId,
            LastCommit = head.Base + log.Count,
            SnapshotUpto = head.Upto,
            Pages = pages,
            Log = log,
            // A null array would turn into an empty document.
            Document = head.Document is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(RecordCodec.Decode(head.Document)),
            WakeupAt = head.Wakeup,
            Owner = head.Owner,
        };
    }
}
