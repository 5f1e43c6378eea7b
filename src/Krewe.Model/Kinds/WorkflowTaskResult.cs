namespace Krewe.Model;

/// <summary>Argo's per-pod result object; read for compatibility only.</summary>
public sealed record WorkflowTaskResult : ArgoResource
{
    public string? Phase { get; init; }
    public string? Message { get; init; }
    public Outputs? Outputs { get; init; }
    public string? Progress { get; init; }
}
