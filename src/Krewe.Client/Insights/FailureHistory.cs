namespace Krewe.Client;

/// <summary>How a step that failed fared in the runs of its pipeline before. Runs in which it was not reached say nothing.</summary>
public sealed record FailureHistory
{
    /// <summary>The pipeline, and the number of the run that failed.</summary>
    public required RunMembership Pipeline { get; init; }

    /// <summary>The run since which it has failed whenever it was reached; the failed run itself when it passed the time before.</summary>
    public required RunMark FirstSeen { get; init; }

    /// <summary>In how many runs it has failed since then, this one with them.</summary>
    public required int Failures { get; init; }

    /// <summary>In how many of those with the same message.</summary>
    public required int SameMessage { get; init; }

    /// <summary>The last run in which it passed; null when none is known.</summary>
    public RunMark? LastGood { get; init; }

    /// <summary>How many earlier runs were looked at.</summary>
    public required int Searched { get; init; }

    /// <summary>Whether that were all there are: then no <see cref="LastGood"/> means that it never passed as far as runs are kept.</summary>
    public required bool IsWhole { get; init; }
}
