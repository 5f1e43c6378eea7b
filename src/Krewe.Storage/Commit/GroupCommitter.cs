using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Krewe.Storage;

/// <summary>Writes the commits of all runs of a process in shared transactions.</summary>
/// <remarks>
/// One lane: it takes what waited while the last transaction ran (no timer, so a lone caller pays one flush and a crowd
/// shares one), writes it, then answers each caller. A caller that stops waiting does not take its commit out of a batch.
/// When a transaction fails the lane cannot know whether it is stored, tells every caller so and goes on: commits of the
/// same runs that still wait are fenced by their numbers if their predecessor is missing.
/// </remarks>
public sealed partial class GroupCommitter : IRunCommitter, IAsyncDisposable
{
    private const int RowOverhead = 512;

    private readonly IRunStore _store;
    private readonly GroupCommitterOptions _options;
    private readonly ILogger _logger;
    private readonly Channel<Pending> _queue;
    private readonly GroupCommitterInstruments _instruments;
    private readonly Task _lane;
    private long _commits;
    private long _flushes;
    private long _uncertain;
    private long _largest;
    private long _flushingSince;
    private long _failedAt;

    /// <summary>Starts the lane.</summary>
    /// <param name="store">Where commits go.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <param name="meter">Where it is measured; null for a meter of its own. It outlives the committer.</param>
    public GroupCommitter(IRunStore store, GroupCommitterOptions? options = null, ILogger<GroupCommitter>? logger = null, Meter? meter = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _options = options ?? new GroupCommitterOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.QueueCapacity, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxBatchCommits, 1, nameof(options));
        _logger = logger ?? NullLogger<GroupCommitter>.Instance;
        _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(_options.QueueCapacity) { SingleReader = true });
        _instruments = new GroupCommitterInstruments(meter, () => Waiting, () => Volatile.Read(ref _flushingSince));
        // It waits for the first commit at once, and goes on wherever that wakes it: never on the caller's scheduler.
        _lane = RunLaneAsync();
    }

    /// <summary>Commits answered by the store so far, whatever the answer.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Transactions that went through.</summary>
    public long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>Commits whose outcome is not known.</summary>
    public long Uncertain => Interlocked.Read(ref _uncertain);

    /// <summary>Commits in the largest transaction.</summary>
    public long LargestFlush => Interlocked.Read(ref _largest);

    /// <summary>How long ago the last transaction was that failed; null when one has gone through since, or none failed.</summary>
    public TimeSpan? SinceFailure => Volatile.Read(ref _failedAt) is not 0 and var at ? Stopwatch.GetElapsedTime(at) : null;

    /// <summary>Since when the transaction that is under way has been; zero when none is.</summary>
    public TimeSpan FlushingFor => Volatile.Read(ref _flushingSince) is not 0 and var since ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Commits that wait now.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <inheritdoc/>
    public async Task<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        CommitRules.Check(commit);
        var pending = new Pending(commit, SizeOf(commit));
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
            _instruments.Added();
        }
        catch (ChannelClosedException exception)
        {
            throw new ObjectDisposedException("the group committer no longer takes commits", exception);
        }

        return await pending.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes no more commits, writes those that wait, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _lane.ConfigureAwait(false);
        _instruments.Dispose();
    }

    private static long SizeOf(RunCommit commit)
    {
        long size = RowOverhead + commit.Payload.Length + (commit.Completed?.Length ?? 0) + (commit.Index?.Summary.Length ?? 0);
        foreach (var page in commit.Snapshot?.Pages ?? [])
        {
            size += page.Payload.Length;
        }

        return size;
    }

    private async Task RunLaneAsync()
    {
        var batch = new List<Pending>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            Take(batch);
            await FlushAsync(batch).ConfigureAwait(false);
        }
    }

    private void Take(List<Pending> batch)
    {
        long bytes = 0;
        while (batch.Count < _options.MaxBatchCommits && _queue.Reader.TryPeek(out var next))
        {
            if (batch.Count > 0 && bytes + next.Size > _options.MaxBatchBytes)
            {
                return;
            }

            _queue.Reader.TryRead(out _);
            bytes += next.Size;
            _instruments.Waited(next.Since);
            batch.Add(next);
        }
    }

    private async Task FlushAsync(List<Pending> batch)
    {
        var started = Stopwatch.GetTimestamp();
        Volatile.Write(ref _flushingSince, started);
        try
        {
            var results = await _store.CommitAsync(batch.ConvertAll(pending => pending.Commit), CancellationToken.None).ConfigureAwait(false);
            if (results.Count != batch.Count)
            {
                throw new InvalidOperationException($"the store answered {results.Count} of {batch.Count} commits");
            }

            Interlocked.Add(ref _commits, batch.Count);
            Interlocked.Increment(ref _flushes);
            Interlocked.Exchange(ref _largest, Math.Max(_largest, batch.Count));
            Volatile.Write(ref _failedAt, 0);
            _instruments.Flushed(batch.Count, Stopwatch.GetElapsedTime(started));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.TrySetResult(results[i]);
            }
        }
        catch (Exception exception)
        {
            // Whatever went wrong, the lane must live on and every caller must hear of it.
            LogFlushFailed(_logger, exception, batch.Count);
            Interlocked.Add(ref _uncertain, batch.Count);
            Volatile.Write(ref _failedAt, Stopwatch.GetTimestamp());
            _instruments.Failed(batch.Count);
            foreach (var pending in batch)
            {
                pending.Answer.TrySetException(new CommitUncertainException("the outcome of the commit is not known: " + exception.Message, exception));
            }
        }
        finally
        {
            Volatile.Write(ref _flushingSince, 0);
        }
    }

    private sealed class Pending(RunCommit commit, long size)
    {
        public RunCommit Commit { get; } = commit;

        public long Size { get; } = size;

        /// <summary>Time stamp of its coming.</summary>
        public long Since { get; } = Stopwatch.GetTimestamp();

        /// <summary>Continuations run elsewhere: a slow caller must not hold the lane.</summary>
        public TaskCompletionSource<CommitResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
