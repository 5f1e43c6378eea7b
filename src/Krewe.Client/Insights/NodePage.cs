namespace Krewe.Client;

/// <summary>A page of nodes.</summary>
public sealed record NodePage
{
    /// <summary>Uid of the run.</summary>
    public required string Uid { get; init; }

    /// <summary>Phase of the run.</summary>
    public required string Phase { get; init; }

    /// <summary>What the page is true as of; changes after it are had by this number.</summary>
    public required long Version { get; init; }

    /// <summary>The node whose content it is; null at the top.</summary>
    public NodeItem? Parent { get; init; }

    /// <summary>How many nodes match, on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>The nodes: loops by index, the rest in the order in which they began.</summary>
    public IReadOnlyList<NodeItem> Items { get; init; } = [];

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? Continue { get; init; }
}
