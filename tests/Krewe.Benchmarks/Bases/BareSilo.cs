using System.Diagnostics;
using Krewe.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Krewe.Benchmarks.Bases;

/// <summary>Base A: one call that fans out to cold no-op grains, in a silo that has nothing else to do.</summary>
internal sealed class BareSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private BareSilo(IHost host) => _host = host;

    public static async Task<BareSilo> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo.UseKreweSingleSilo());
        var host = builder.Build();
        await host.StartAsync();
        return new BareSilo(host);
    }

    /// <summary>Cold grains called a second.</summary>
    public async Task<double> GrainsPerSecondAsync(int grains)
    {
        var fan = _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IFanOutGrain>(Guid.NewGuid().ToString("N"));
        var started = Stopwatch.GetTimestamp();
        await fan.FanOut(grains);
        return grains / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
