namespace Krewe.Model;

/// <summary>When artifacts are deleted: <c>OnWorkflowCompletion</c>, <c>OnWorkflowDeletion</c> or <c>Never</c>.</summary>
public record ArtifactGC
{
    public string? Strategy { get; init; }
    public Metadata? PodMetadata { get; init; }
    public string? ServiceAccountName { get; init; }
}
