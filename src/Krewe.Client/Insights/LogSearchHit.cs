namespace Krewe.Client;

/// <summary>A line that a search found.</summary>
public sealed record LogSearchHit
{
    /// <summary>The node that wrote it.</summary>
    public required string NodeId { get; init; }

    /// <summary>That node's name for display.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The line.</summary>
    public required NumberedLogLine Line { get; init; }
}
