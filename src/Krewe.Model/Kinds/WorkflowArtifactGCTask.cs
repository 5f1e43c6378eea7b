using System.Text.Json;

namespace Krewe.Model;

/// <summary>Argo's artifact deletion task; read for compatibility only.</summary>
public sealed record WorkflowArtifactGCTask : ArgoResource
{
    public JsonElement? Spec { get; init; }
    public JsonElement? Status { get; init; }
}
