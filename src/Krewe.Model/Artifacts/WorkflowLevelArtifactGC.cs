namespace Krewe.Model;

/// <summary>Workflow-wide <see cref="ArtifactGC"/> settings.</summary>
public sealed record WorkflowLevelArtifactGC : ArtifactGC
{
    public bool? ForceFinalizerRemoval { get; init; }
    public string? PodSpecPatch { get; init; }
}
