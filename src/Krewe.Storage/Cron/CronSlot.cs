namespace Krewe.Storage;

/// <summary>One moment at which a cron workflow was due, and what became of it.</summary>
public sealed record CronSlot
{
    /// <summary>When it was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>What became of it.</summary>
    public required CronSlotOutcome Outcome { get; init; }

    /// <summary>When that was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Why it has no run, or that the run was started late; null for a run in time.</summary>
    public string? Reason { get; init; }

    /// <summary>Name of its run, if one was started.</summary>
    public string? RunName { get; init; }

    /// <summary>Uid of its run, if one was started.</summary>
    public string? RunUid { get; init; }
}
