namespace Krewe.Benchmarks.Goals;

/// <summary>Something that is measured and, mostly, wanted to reach a value.</summary>
internal abstract class Goal
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Key { get; }

    public abstract string Title { get; }

    public abstract Task RunAsync(BenchOptions options, Report report);
}
