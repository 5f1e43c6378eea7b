namespace Krewe.Client;

/// <summary>One moment at which a cron workflow was due, and what became of it.</summary>
public sealed record CronSlotEntry
{
    /// <summary>When it was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary><c>Started</c>, <c>Skipped</c>, <c>Missed</c> or <c>Failed</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>When that was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Why it has no run, or that its run was started late.</summary>
    public string? Reason { get; init; }

    /// <summary>Name of its run.</summary>
    public string? RunName { get; init; }

    /// <summary>Uid of its run.</summary>
    public string? RunUid { get; init; }
}
