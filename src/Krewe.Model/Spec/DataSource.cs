namespace Krewe.Model;

/// <summary>Where the data of a data template comes from.</summary>
public sealed record DataSource
{
    public ArtifactPaths? ArtifactPaths { get; init; }
}
