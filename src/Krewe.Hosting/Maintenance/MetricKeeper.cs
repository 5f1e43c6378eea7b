using Krewe.Grains;
using Krewe.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Carries the workflows' metrics over a restart: loads them before anything runs, saves them when they have changed.</summary>
internal sealed partial class MetricKeeper(CustomMetrics metrics, IObjectStore objects, ClusterHosts hosts, TimeProvider time, ILogger<MetricKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(10);

    // Each silo has its own, and who reads them adds them up.
    private ObjectKey Key => new("CustomMetrics", "", hosts.Own is { } own ? HostKey.On(own) : "all");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await objects.GetAsync(Key, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            metrics.Load(stored.Payload);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SavePeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await SaveAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (metrics.TakeChanges() is { } changed)
            {
                await objects.PutAsync(Key, changed, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }
        catch (StorageException failure)
        {
            // The next change saves all of it.
            LogNotSaved(failure);
        }
    }

    [LoggerMessage(EventId = 310, Level = LogLevel.Warning, Message = "the metrics of workflows could not be saved")]
    private partial void LogNotSaved(Exception failure);
}
