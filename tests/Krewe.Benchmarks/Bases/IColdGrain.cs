namespace Krewe.Benchmarks.Bases;

/// <summary>A grain that does nothing: what is paid is the grain itself.</summary>
[Alias("krewe.bench.IColdGrain")]
public interface IColdGrain : IGrainWithStringKey
{
    /// <summary>Does nothing.</summary>
    [Alias("Touch")]
    Task Touch();
}
