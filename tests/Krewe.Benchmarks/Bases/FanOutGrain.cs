using System.Globalization;

namespace Krewe.Benchmarks.Bases;

/// <inheritdoc cref="IFanOutGrain"/>
public sealed class FanOutGrain : Grain, IFanOutGrain
{
    /// <inheritdoc/>
    public Task FanOut(int grains)
    {
        var key = this.GetPrimaryKeyString();
        return Task.WhenAll(Enumerable.Range(0, grains).Select(i => GrainFactory.GetGrain<IColdGrain>(key + "/" + i.ToString(CultureInfo.InvariantCulture)).Touch()));
    }
}
