namespace Krewe.Client;

/// <summary>Slots of a cron workflow.</summary>
public sealed record CronSlotPage
{
    /// <summary>The slots, the latest first.</summary>
    public required IReadOnlyList<CronSlotEntry> Items { get; init; }

    /// <summary>How many slots the ledger has by outcome, on all pages.</summary>
    public required IReadOnlyDictionary<string, long> Totals { get; init; }

    /// <summary>The next moments at which it is due; empty when it is suspended or has stopped.</summary>
    public required IReadOnlyList<DateTimeOffset> Upcoming { get; init; }

    /// <summary><see cref="CronSlotsQuery.Before"/> of the next page; null when this is the last.</summary>
    public DateTimeOffset? Continue { get; init; }
}
