using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<CommitResult>> CommitAsync(IReadOnlyList<RunCommit> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var bodies = new byte[batch.Count][];
        for (var i = 0; i < bodies.Length; i++)
        {
            CommitRules.Check(batch[i]);
            bodies[i] = RecordCodec.Encode((batch[i].Completed ?? batch[i].Payload).Span);
        }

        return _writer.WriteAsync<IReadOnlyList<CommitResult>>(
            () =>
            {
                var results = new CommitResult[bodies.Length];
                for (var i = 0; i < results.Length; i++)
                {
                    results[i] = _runs.Commit(batch[i], bodies[i]);
                }

                _runs.Finish();
                return results;
            },
            _runs.Forget,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(connection => Load(connection, runId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListBetweenAsync(string after, string before, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(connection => Strings(connection, "select uid from run where uid > $1 and uid < $2 order by uid", after, before), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListActiveAsync(string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(connection => Strings(connection, "select uid from run where document is null and uid > $1 order by uid limit $2", afterRunId ?? "", limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueWakeup>> ListDueWakeupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync<IReadOnlyList<DueWakeup>>(
            connection => Rows(connection, "select uid, wakeup_at from run where wakeup_at <= $1 order by wakeup_at, uid limit $2",
                reader => new DueWakeup(reader.GetString(0), Moments.FromStored(reader.GetInt64(1))), Moments.ToStored(now), limit),
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string uid, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _runs.Delete(uid), _runs.Forget, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ReleaseNameAsync(string uid, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _runs.ReleaseName(uid), _runs.Forget, cancellationToken);

    private static StoredRun? Load(SqliteConnection connection, string runId)
    {
        var head = Rows(connection, "select rid, base_commit, snapshot_upto, page_count, wakeup_at, document from run where uid = $1",
            reader => (Rid: reader.GetInt64(0), Base: reader.GetInt64(1), Upto: reader.GetInt64(2), PageCount: reader.GetInt32(3),
                Wakeup: reader.IsDBNull(4) ? (DateTimeOffset?)null : Moments.FromStored(reader.GetInt64(4)),
                Document: reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5)), runId);
        if (head is not [var run])
        {
            return null;
        }

        var pages = Rows(connection, "select page, payload from run_page where rid = $1 order by page",
            reader => new SnapshotPage(reader.GetInt32(0), RecordCodec.Decode(reader.GetFieldValue<byte[]>(1))), run.Rid);
        var log = Rows(connection, "select commit_no, payload from run_log where rid = $1 order by commit_no",
            reader => new LogRecord(reader.GetInt64(0), RecordCodec.Decode(reader.GetFieldValue<byte[]>(1))), run.Rid);
        for (var i = 0; i < log.Count; i++)
        {
            if (log[i].CommitNo != run.Base + 1 + i)
            {
                throw new StorageException($"the log of run {runId} is damaged: commit {run.Base + 1 + i} is missing");
            }
        }

        if (pages.Count != run.PageCount)
        {
            throw new StorageException($"the snapshot of run {runId} is damaged: {pages.Count} of {run.PageCount} pages are there");
        }

        return new StoredRun
        {
            RunId = runId,
            LastCommit = run.Base + log.Count,
            SnapshotUpto = run.Upto,
            Pages = pages,
            Log = log,
            // A null array would turn into an empty document.
            Document = run.Document is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(RecordCodec.Decode(run.Document)),
            WakeupAt = run.Wakeup,
        };
    }

    private static IReadOnlyList<string> Strings(SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        Rows(connection, sql, reader => reader.GetString(0), values);

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var statement = new SqliteStatement(connection, sql);
        using var reader = statement.Query(values);
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
