namespace Krewe.Benchmarks.Bases;

/// <summary>Calls many cold grains at once.</summary>
[Alias("krewe.bench.IFanOutGrain")]
public interface IFanOutGrain : IGrainWithStringKey
{
    /// <summary>Returns when all have answered.</summary>
    [Alias("FanOut")]
    Task FanOut(int grains);
}
