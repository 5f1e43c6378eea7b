using Krewe.Storage;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <summary>Calls cron workflows: all of them at start, those with a wake-up due from then on. In a cluster the leader does, and calls all again when a silo has gone.</summary>
public sealed partial class CronRecovery(IObjectStore objects, ICronStore ledger, IGrainFactory grains, ClusterHosts hosts, TimeProvider time, ILogger<CronRecovery> logger)
{
    private const int PageSize = 256;
    private static readonly TimeSpan ScanPeriod = TimeSpan.FromSeconds(15);

    /// <summary>Runs until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        int? recovered = null;
        while (true)
        {
            if (!hosts.IsLeader)
            {
                recovered = null;
                await hosts.PauseAsync(ScanPeriod, cancellationToken);
                continue;
            }

            try
            {
                var losses = hosts.Losses;
                if (recovered != losses)
                {
                    await RecoverAsync(cancellationToken);
                    recovered = losses;
                }

                foreach (var cron in await ledger.ListDueCronsAsync(time.GetUtcNow(), PageSize, cancellationToken))
                {
                    if (await objects.FindAsync(cron.Key.Namespace, cron.Key.Name) is { } stored && stored.Metadata.Uid == cron.Key.Uid)
                    {
                        await EnsureAsync(cron.Key.Namespace, cron.Key.Name);
                    }
                    else
                    {
                        // Deleted while nobody was there to clear up after it.
                        await ledger.ForgetCronAsync(cron.Key.Uid, cancellationToken);
                    }
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogScanFailed(failure);
            }

            await hosts.PauseAsync(ScanPeriod, cancellationToken);
        }
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        ObjectKey? last = null;
        IReadOnlyList<StoredObject> page;
        do
        {
            page = await objects.ListAsync(new ObjectFilter(CronObjects.Kind), last, PageSize, cancellationToken);
            foreach (var item in page)
            {
                await EnsureAsync(item.Key.Namespace, item.Key.Name);
                last = item.Key;
            }
        }
        while (page.Count == PageSize);
    }

    private async Task EnsureAsync(string @namespace, string name)
    {
        try
        {
            await grains.GetGrain<ICronGrain>($"{@namespace}/{name}").Ensure();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One cron workflow that cannot go on must not keep the others from it.
            LogNotCalled(@namespace, name, failure);
        }
    }

    [LoggerMessage(EventId = 152, Level = LogLevel.Error, Message = "cron workflow {Namespace}/{Name} could not be brought back")]
    private partial void LogNotCalled(string @namespace, string name, Exception failure);

    [LoggerMessage(EventId = 153, Level = LogLevel.Warning, Message = "looking for due cron workflows failed; it is tried again")]
    private partial void LogScanFailed(Exception failure);
}
