namespace Krewe.Client;

/// <summary>A page of runs that wait.</summary>
public sealed record QueuePage
{
    /// <summary>The runs, those that wait longest first.</summary>
    public required IReadOnlyList<QueueEntry> Items { get; init; }

    /// <summary>How many wait by reason, on all pages.</summary>
    public required IReadOnlyDictionary<string, int> Totals { get; init; }

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? Cursor { get; init; }
}
