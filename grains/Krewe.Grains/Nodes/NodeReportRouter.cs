using Krewe.Executors;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <summary>
/// Brings executors' reports to their runs: at most one call in flight for each run, carrying all reports that came while the
/// last one was under way, so that order is kept and a busy run gets few, large calls.
/// </summary>
/// <remarks>A report that cannot be delivered is tried again until the silo stops; after a restart the executor reports anew.</remarks>
public sealed partial class NodeReportRouter(IGrainFactory grains, TimeProvider time, ILogger<NodeReportRouter> logger) : INodeObserver
{
    private const int LargestBatch = 512;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<NodeReport>> _waiting = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void OnReport(NodeReport report)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(report.Id.RunUid, out var queue))
            {
                queue.Enqueue(report);
                return;
            }

            _waiting[report.Id.RunUid] = new Queue<NodeReport>([report]);
        }

        _ = DeliverAsync(report.Id.RunUid);
    }

    private async Task DeliverAsync(string uid)
    {
        while (Next(uid) is { } batch)
        {
            var wait = FirstRetry;
            while (!await TryDeliverAsync(uid, batch))
            {
                await Task.Delay(wait, time);
                wait = wait * 2 < LastRetry ? wait * 2 : LastRetry;
            }
        }
    }

    private List<NodeReport>? Next(string uid)
    {
        lock (_gate)
        {
            var queue = _waiting[uid];
            if (queue.Count == 0)
            {
                _waiting.Remove(uid);
                return null;
            }

            var batch = new List<NodeReport>(Math.Min(queue.Count, LargestBatch));
            while (batch.Count < LargestBatch && queue.TryDequeue(out var report))
            {
                batch.Add(report);
            }

            return batch;
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
}
