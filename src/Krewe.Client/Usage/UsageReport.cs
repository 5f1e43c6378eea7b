namespace Krewe.Client;

/// <summary>Usage of some days.</summary>
public sealed record UsageReport
{
    /// <summary>The first day (UTC).</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day (UTC), which is part of it.</summary>
    public required DateOnly To { get; init; }

    /// <summary>
    /// Since when usage is counted. Of runs that ended before, no more is known than how many there were and how long they took, and
    /// nothing of those that had been deleted.
    /// </summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What it is told apart by.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>All together.</summary>
    public required UsageNumbers Total { get; init; }

    /// <summary>The groups: by time, where that is a grouping, then those with the most time of steps first.</summary>
    public required IReadOnlyList<UsageItem> Items { get; init; }

    /// <summary>Whether all groups are there; else those that come last are missing, and are in the total alone.</summary>
    public required bool IsWhole { get; init; }
}
