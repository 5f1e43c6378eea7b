namespace Krewe.Client;

/// <summary>Why a run failed.</summary>
public sealed record FailureReport
{
    /// <summary>Uid of the run.</summary>
    public required string Uid { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its phase now; a run that is not over may have failed steps.</summary>
    public required string Phase { get; init; }

    /// <summary>Message of the run itself.</summary>
    public string? Message { get; init; }

    /// <summary>How many steps went wrong by themselves.</summary>
    public required int CauseCount { get; init; }

    /// <summary>The first of them, that which failed first in front; none when the run failed as a whole (a wrong spec, a deadline) or has not failed.</summary>
    public IReadOnlyList<FailureCause> Causes { get; init; } = [];
}
