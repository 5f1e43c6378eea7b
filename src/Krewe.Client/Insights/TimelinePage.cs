namespace Krewe.Client;

/// <summary>A page of a run's timeline: nodes that do work, in the order in which they came to be.</summary>
public sealed record TimelinePage
{
    /// <summary>Uid of the run.</summary>
    public required string Uid { get; init; }

    /// <summary>Phase of the run.</summary>
    public required string Phase { get; init; }

    /// <summary>What the page is true as of.</summary>
    public required long Version { get; init; }

    /// <summary>When the run started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many nodes match, on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<TimelineBar> Items { get; init; } = [];

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? Continue { get; init; }
}
