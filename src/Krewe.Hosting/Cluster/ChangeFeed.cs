using Krewe.Grains;
using Krewe.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Tells the watchers of this silo of changes that other silos made, as the store has them.</summary>
/// <remarks>One small query now and then while anybody watches, however many do; a silo without watchers asks nothing.</remarks>
internal sealed partial class ChangeFeed(IRunQueries queries, RunWatchHub hub, TimeProvider time, ILogger<ChangeFeed> logger) : BackgroundService
{
    private const int PageSize = 500;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? seen = null;
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (!hub.HasWatchers)
            {
                seen = null;
                continue;
            }

            try
            {
                seen = await PassOnAsync(seen, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
                seen = null;
            }
        }
    }

    private async Task<long> PassOnAsync(long? seen, CancellationToken cancellationToken)
    {
        if (seen is not { } from)
        {
            // Whoever began to watch since the last look has read before or reads again now.
            var present = await queries.ListAsync(new RunFilter(), null, 1, cancellationToken).ConfigureAwait(false);
            hub.PublishAll();
            return present.ChangeNumber;
        }

        while (true)
        {
            var changes = await queries.ListChangesAsync(from, null, PageSize, cancellationToken).ConfigureAwait(false);
            if (changes.TooOld)
            {
                hub.PublishAll();
                return changes.UpTo;
            }

            foreach (var change in changes.Changes)
            {
                hub.Publish(change.Uid);
            }

            from = changes.UpTo;
            if (changes.Changes.Count < PageSize)
            {
                return from;
            }
        }
    }

    [LoggerMessage(EventId = 332, Level = LogLevel.Warning, Message = "changes that other silos made could not be read; it is tried again")]
    private partial void LogFailed(Exception failure);
}
