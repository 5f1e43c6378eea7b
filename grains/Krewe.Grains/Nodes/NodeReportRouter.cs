using Krewe.Executors;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <summary>
/// Brings executors' reports to their runs: at most one call in flight for each run, carrying all reports that came while the
/// last one was under way, so that order is kept and a busy run gets few, large calls.
/// </summary>
/// <remarks>
/// Reports that may wait are held up to <see cref="Linger"/>, since a call for each would be a commit for each, which costs as much
/// as starting a process. A report that cannot be delivered is tried again until the silo stops; after a restart the executor reports anew.
/// </remarks>
public sealed partial class NodeReportRouter(IGrainFactory grains, TimeProvider time, ILogger<NodeReportRouter> logger) : INodeObserver
{
    private const int LargestBatch = 512;

    /// <summary>So many reports are worth a call of their own.</summary>
    private const int WorthACall = 64;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WaitingReports> _waiting = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void OnReport(NodeReport report)
    {
        var uid = report.Id.RunUid;
        lock (_gate)
        {
            if (_waiting.TryGetValue(uid, out var known))
            {
                known.Add(report);
                return;
            }

            var waiting = new WaitingReports();
            waiting.Add(report);
            _waiting[uid] = waiting;
        }

        _ = DeliverAsync(uid);
    }

    private async Task DeliverAsync(string uid)
    {
        while (await NextAsync(uid) is { } batch)
        {
            var wait = FirstRetry;
            while (!await TryDeliverAsync(uid, batch))
            {
                await Task.Delay(wait, time);
                wait = wait * 2 < LastRetry ? wait * 2 : LastRetry;
            }
        }
    }

    private async Task<List<NodeReport>?> NextAsync(string uid)
    {
        Task hurry;
        lock (_gate)
        {
            var waiting = _waiting[uid];
            if (waiting.Reports.Count == 0)
            {
                _waiting.Remove(uid);
                return null;
            }

            hurry = waiting.Hurry.Task;
        }

        if (!hurry.IsCompleted)
        {
            await Task.WhenAny(hurry, Task.Delay(Linger, time));
        }

        lock (_gate)
        {
            return _waiting[uid].Take();
        }
    }

    private async Task<bool> TryDeliverAsync(string uid, List<NodeReport> batch)
    {
        try
        {
            await grains.GetGrain<IRunGrain>(uid).Report(new NodeReportsMessage(batch));
            return true;
        }
        catch (Exception failure)
        {
            LogUndelivered(uid, batch.Count, failure);
            return false;
        }
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "run {Uid}: {Count} reports not delivered yet")]
    private partial void LogUndelivered(string uid, int count, Exception failure);

    /// <summary>Reports of one run that are not on their way yet.</summary>
    private sealed class WaitingReports
    {
        public Queue<NodeReport> Reports { get; } = new();

        /// <summary>Completes once the reports are not to be held any longer.</summary>
        public TaskCompletionSource Hurry { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Add(NodeReport report)
        {
            Reports.Enqueue(report);
            if (!report.MayWait || Reports.Count >= WorthACall)
            {
                Hurry.TrySetResult();
            }
        }

        public List<NodeReport> Take()
        {
            var batch = new List<NodeReport>(Math.Min(Reports.Count, LargestBatch));
            while (batch.Count < LargestBatch && Reports.TryDequeue(out var report))
            {
                batch.Add(report);
            }

            if (Reports.Count == 0 && Hurry.Task.IsCompleted)
            {
                Hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return batch;
        }
    }
}
