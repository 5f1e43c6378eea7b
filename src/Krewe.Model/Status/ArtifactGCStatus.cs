namespace Krewe.Model;

/// <summary>Progress of artifact deletion.</summary>
public sealed record ArtifactGCStatus
{
    public IReadOnlyDictionary<string, bool>? StrategiesProcessed { get; init; }
    public IReadOnlyDictionary<string, bool>? PodsRecouped { get; init; }
    public bool? NotSpecified { get; init; }
}
