namespace Krewe.Client;

/// <summary>An output artifact that is not the same in two runs.</summary>
public sealed record ArtifactDifference
{
    /// <summary>The node that made it: its name without the run's, such as <c>test[0].unit(1:b)</c>.</summary>
    public required string Node { get; init; }

    /// <summary>The artifact's name.</summary>
    public required string Name { get; init; }

    /// <summary>The first run's; null when it has none.</summary>
    public ComparedArtifact? Left { get; init; }

    /// <summary>The second run's; null when it has none.</summary>
    public ComparedArtifact? Right { get; init; }
}
