namespace Krewe.Client;

/// <summary>How much was used.</summary>
public sealed record UsageNumbers
{
    /// <summary>Runs that ended. A run counts once, on the day of its last end.</summary>
    public long Runs { get; init; }

    /// <summary>The same by phase.</summary>
    public required IReadOnlyDictionary<string, long> RunsByPhase { get; init; }

    /// <summary>How often runs that had ended were retried and ended again.</summary>
    public long RunsRetried { get; init; }

    /// <summary>Steps (nodes that hold no others), each attempt for itself.</summary>
    public long Steps { get; init; }

    /// <summary>The same by phase.</summary>
    public required IReadOnlyDictionary<string, long> StepsByPhase { get; init; }

    /// <summary>Attempts at steps beyond the first of each.</summary>
    public long StepsRetried { get; init; }

    /// <summary>Seconds from start to end of the runs.</summary>
    public double RunSeconds { get; init; }

    /// <summary>Seconds from creation to start of the runs.</summary>
    public double QueueSeconds { get; init; }

    /// <summary>Seconds that steps worked.</summary>
    public double StepSeconds { get; init; }

    /// <summary>Resource durations by resource, as Argo counts them: <c>cpu</c> in seconds of a core, <c>memory</c> in seconds of 100 MiB.</summary>
    public required IReadOnlyDictionary<string, long> ResourcesDuration { get; init; }
}
