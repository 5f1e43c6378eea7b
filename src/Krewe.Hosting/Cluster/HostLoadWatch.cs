using Krewe.Grains;
using Microsoft.Extensions.Hosting;

namespace Krewe.Hosting;

/// <summary>Asks the other hosts of the cluster how much room they have for steps.</summary>
internal sealed class HostLoadWatch(ClusterHosts hosts, HostLoads loads, IGrainFactory grains, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Period, time);
        while (await tick.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await Task.WhenAll(hosts.Present.Keys.Where(host => host != hosts.Own).Select(host => AskAsync(host, stoppingToken))).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            loads.Set(host, await grains.GetGrain<IHostGrain>(HostKey.On(host)).Room().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Going, gone or frozen: the membership will tell.
            loads.Forget(host);
        }
    }
}
