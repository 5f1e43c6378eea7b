using System.Collections.Concurrent;
using System.Diagnostics;
using Krewe.Storage;

namespace Krewe.Benchmarks.Engine;

/// <summary>Counts commits on their way to the store, and knows when a run's last one is durable.</summary>
internal sealed class WatchedCommitter(GroupCommitter inner) : IRunCommitter
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _ends = new(StringComparer.Ordinal);
    private long _bytes;
    private long _commits;

    public long Commits => Interlocked.Read(ref _commits);

    public long Flushes => inner.Flushes;

    /// <summary>Bytes of log, snapshots, documents and index rows.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Where the moments of first commits go, when somebody wants them: that of their coming and that of their answer.</summary>
    public ConcurrentQueue<(long Came, long Answered)>? Firsts { get; set; }

    /// <summary>The phase a run ended in.</summary>
    public async Task<string> EndOfAsync(string uid)
    {
        var phase = await EndOf(uid).Task;
        _ends.TryRemove(uid, out _);
        return phase;
    }

    public async Task<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _bytes, commit.Payload.Length + (commit.Completed?.Length ?? 0) + (commit.Index?.Summary.Length ?? 0) + (commit.Snapshot?.Pages.Sum(page => page.Payload.Length) ?? 0));
        var came = Stopwatch.GetTimestamp();
        var result = await inner.CommitAsync(commit, cancellationToken);
        if (commit.CommitNo == 1)
        {
            Firsts?.Enqueue((came, Stopwatch.GetTimestamp()));
        }

        if (commit.Completed is not null && result.Status == CommitStatus.Committed)
        {
            EndOf(commit.RunId).TrySetResult(commit.Index?.Phase ?? "");
        }

        return result;
    }

    private TaskCompletionSource<string> EndOf(string uid) => _ends.GetOrAdd(uid, static _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
