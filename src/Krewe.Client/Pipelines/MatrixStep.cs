namespace Krewe.Client;

/// <summary>One step in all runs of a matrix.</summary>
public sealed record MatrixStep
{
    /// <summary>Its name in every run, such as <c>test/unit</c>; <c>/</c> is the run's first node.</summary>
    public required string Step { get; init; }

    /// <summary>Type of its nodes.</summary>
    public required string Type { get; init; }

    /// <summary>Name of its template.</summary>
    public string? Template { get; init; }

    /// <summary>Median duration where it succeeded.</summary>
    public long? MedianMilliseconds { get; init; }

    /// <summary>Duration that 95 of 100 successes did not exceed.</summary>
    public long? P95Milliseconds { get; init; }

    /// <summary>In how many runs it failed.</summary>
    public required int Failures { get; init; }

    /// <summary>In how many runs it passed only after a retry.</summary>
    public required int PassedOnRetry { get; init; }

    /// <summary>Its runs, the newest first; runs that did not reach it are left out.</summary>
    public IReadOnlyList<MatrixCell> Cells { get; init; } = [];
}
