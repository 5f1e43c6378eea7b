namespace Krewe.Client;

/// <summary>What changed in a run's nodes after a version.</summary>
public sealed record NodeChanges
{
    /// <summary>Uid of the run.</summary>
    public required string Uid { get; init; }

    /// <summary>Phase of the run now.</summary>
    public required string Phase { get; init; }

    /// <summary>Ask from here next time.</summary>
    public required long Version { get; init; }

    /// <summary>It is no longer known what changed since then: read the pages that are shown again.</summary>
    public required bool Resync { get; init; }

    /// <summary>Nodes that are new or changed, those that contain them with them, since their counts changed.</summary>
    public IReadOnlyList<NodeItem> Items { get; init; } = [];

    /// <summary>IDs of nodes that are gone.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];
}
