namespace Krewe.Storage;

/// <summary>A store in memory for tests and throw-away runs: the same contract as the durable ones, nothing kept.</summary>
/// <param name="time">The clock.</param>
public sealed partial class InMemoryStore(TimeProvider? time = null) : IKreweStore
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Run> _runs = [];
    private readonly Dictionary<string, RunIndexRow> _index = [];
    private readonly Dictionary<string, (string RunId, DateTimeOffset At)> _requests = [];
    private readonly SortedDictionary<long, Tombstone> _tombstones = [];
    private long _change;
    private long _horizon;

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommitResult>> CommitAsync(IReadOnlyList<RunCommit> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var commit in batch)
        {
            CommitRules.Check(commit);
        }

        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<CommitResult>>(batch.Select(Commit).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_runs.TryGetValue(runId, out var run) ? run.ToStored(runId) : null);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListActiveAsync(string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        ListActiveAsync(static _ => true, afterRunId, limit);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListOwnedAsync(string owner, string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        ListActiveAsync(run => run.Owner == owner, afterRunId, limit);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListOrphansAsync(IReadOnlyCollection<string> owners, string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        ListActiveAsync(run => run.Owner is null || !owners.Contains(run.Owner), afterRunId, limit);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueWakeup>> ListDueWakeupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<DueWakeup>>(_runs
                .Where(pair => pair.Value.WakeupAt <= now)
                .Select(pair => new DueWakeup(pair.Key, pair.Value.WakeupAt!.Value))
                .OrderBy(due => due.DueAt).ThenBy(due => due.RunId, StringComparer.Ordinal).Take(limit).ToArray());
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListBetweenAsync(string after, string before, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<string>>(_runs.Keys.Where(uid => string.CompareOrdinal(uid, after) > 0 && string.CompareOrdinal(uid, before) < 0).Order(StringComparer.Ordinal).ToArray());
        }
    }

    private Task<IReadOnlyList<string>> ListActiveAsync(Func<Run, bool> wanted, string? afterRunId, int limit)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<string>>(_runs
                .Where(pair => pair.Value.Document is null && string.CompareOrdinal(pair.Key, afterRunId ?? "") > 0 && wanted(pair.Value))
                .Select(pair => pair.Key).Order(StringComparer.Ordinal).Take(limit).ToArray());
        }
    }

    private CommitResult Commit(RunCommit commit)
    {
        var known = _runs.TryGetValue(commit.RunId, out var run);
        if (known ? commit.CommitNo != run!.LastCommit + 1 || !run.Takes(commit) : commit.CommitNo != 1)
        {
            return new CommitResult(CommitStatus.Fenced);
        }

        if (!known && commit.RequestId is { } request && _requests.TryGetValue(request, out var made))
        {
            return new CommitResult(CommitStatus.Duplicate, 0, made.RunId);
        }

        if (commit.Index is { HoldsName: true } wanted && Holder(wanted.Namespace, wanted.Name) is { } holder && holder != commit.RunId)
        {
            return new CommitResult(CommitStatus.NameTaken, 0, holder);
        }

        if (!known)
        {
            run = _runs[commit.RunId] = new Run();
            if (commit.RequestId is { } id)
            {
                _requests[id] = (commit.RunId, _time.GetUtcNow());
            }
        }

        if (!known)
        {
            Number(commit);
        }

        KeepSteps(commit);
        CountUsage(commit);
        run!.Apply(commit);
        return new CommitResult(CommitStatus.Committed, commit.Index is { } row ? Write(row) : 0);
    }

    private long Write(RunIndexRow row)
    {
        _index[row.Uid] = row with
        {
            CreatedAt = Moments.Trim(row.CreatedAt),
            StartedAt = row.StartedAt is { } started ? Moments.Trim(started) : null,
            FinishedAt = row.FinishedAt is { } finished ? Moments.Trim(finished) : null,
            ExpiresAt = row.ExpiresAt is { } expires ? Moments.Trim(expires) : null,
            Labels = new Dictionary<string, string>(row.Labels),
            Parameters = new Dictionary<string, string>(row.Parameters),
            Summary = row.Summary.ToArray(),
            ChangeNumber = ++_change,
        };
        return _change;
    }

    private string? Holder(string namespaceName, string name) =>
        _index.Values.FirstOrDefault(row => row.HoldsName && row.Namespace == namespaceName && row.Name == name)?.Uid;

    private sealed record Tombstone(string Kind, string Namespace, string Name, string Uid, DateTimeOffset At);

    private sealed class Run
    {
        private readonly SortedDictionary<long, byte[]> _log = [];
        private readonly SortedDictionary<int, byte[]> _pages = [];
        private long _upto;

        public long LastCommit { get; private set; }

        public byte[]? Document { get; private set; }

        public DateTimeOffset? WakeupAt { get; private set; }

        public string? Owner { get; private set; }

        /// <summary>A run that has ended takes a new document or becomes live with its whole state; anything else is stale.</summary>
        public bool Takes(RunCommit commit) => Document is null
            ? commit.Snapshot is null || commit.Snapshot.UptoCommit >= _upto
            : commit.Completed is not null || (commit.Snapshot is { IsWhole: true } snapshot && snapshot.UptoCommit >= LastCommit);

        public void Apply(RunCommit commit)
        {
            LastCommit = commit.CommitNo;
            Owner = commit.Owner ?? Owner;
            _log[commit.CommitNo] = commit.Payload.ToArray();
            if (commit.Wakeup is { } wakeup)
            {
                WakeupAt = wakeup.DueAt is { } due ? Moments.Trim(due) : null;
            }

            if (commit.Snapshot is { } snapshot)
            {
                Document = null;
                foreach (var page in snapshot.Pages)
                {
                    _pages[page.Number] = page.Payload.ToArray();
                }

                Drop(_pages, number => number >= snapshot.PageCount);
                Drop(_log, number => number <= snapshot.UptoCommit);
                _upto = snapshot.UptoCommit;
            }

            if (commit.Completed is { } document)
            {
                (Document, WakeupAt, _upto) = (document.ToArray(), commit.Wakeup is null ? null : WakeupAt, 0);
                _log.Clear();
                _pages.Clear();
            }
        }

        public StoredRun ToStored(string runId) => new()
        {
            RunId = runId,
            LastCommit = LastCommit,
            SnapshotUpto = _upto,
            Pages = _pages.Select(page => new SnapshotPage(page.Key, page.Value)).ToArray(),
            Log = _log.Select(record => new LogRecord(record.Key, record.Value)).ToArray(),
            // A null array would turn into an empty document.
            Document = Document is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(Document),
            WakeupAt = WakeupAt,
            Owner = Owner,
        };

        private static void Drop<TKey>(SortedDictionary<TKey, byte[]> entries, Func<TKey, bool> gone)
            where TKey : notnull
        {
            foreach (var key in entries.Keys.Where(gone).ToArray())
            {
                entries.Remove(key);
            }
        }
    }
}
