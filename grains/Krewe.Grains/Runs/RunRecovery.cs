using Krewe.Storage;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <summary>Brings live runs back to memory: all of them at start, those with something due from then on.</summary>
public sealed partial class RunRecovery(IRunStore store, IGrainFactory grains, TimeProvider time, ILogger<RunRecovery> logger)
{
    private const int PageSize = 256;
    private static readonly TimeSpan ScanPeriod = TimeSpan.FromSeconds(15);

    /// <summary>Wakes every live run once.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        string? last = null;
        while (true)
        {
            var page = await store.ListActiveAsync(last, PageSize, cancellationToken);
            await EnsureAsync(page);
            if (page.Count < PageSize)
            {
                return;
            }

            last = page[^1];
        }
    }

    /// <summary>Wakes runs whose durable wake-up is due, until cancelled.</summary>
    public async Task WatchWakeupsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ScanPeriod, time);
        do
        {
            try
            {
                var due = await store.ListDueWakeupsAsync(time.GetUtcNow(), PageSize, cancellationToken);
                await EnsureAsync([.. due.Select(wakeup => wakeup.RunId)]);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogScanFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task EnsureAsync(IReadOnlyList<string> uids)
    {
        foreach (var uid in uids)
        {
            try
            {
                await grains.GetGrain<IRunGrain>(uid).Ensure();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One run that cannot be loaded must not keep the others from going on.
                LogNotWoken(uid, failure);
            }
        }
    }

    [LoggerMessage(EventId = 130, Level = LogLevel.Error, Message = "run {Uid} could not be brought back")]
    private partial void LogNotWoken(string uid, Exception failure);

    [LoggerMessage(EventId = 131, Level = LogLevel.Warning, Message = "looking for due wake-ups failed; it is tried again")]
    private partial void LogScanFailed(Exception failure);
}
