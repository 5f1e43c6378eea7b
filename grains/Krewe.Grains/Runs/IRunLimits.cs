namespace Krewe.Grains;

/// <summary>How many runs may be at work at once. Read anew whenever a place comes free.</summary>
public interface IRunLimits
{
    /// <summary>Most runs in all; null for no limit.</summary>
    int? Parallelism { get; }

    /// <summary>Most runs of one namespace; null for no limit.</summary>
    int? ParallelismOf(string @namespace);
}
