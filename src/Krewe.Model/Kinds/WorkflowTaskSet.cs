namespace Krewe.Model;

/// <summary>Argo's hand-over object for HTTP and plugin tasks; read for compatibility only.</summary>
public sealed record WorkflowTaskSet : ArgoResource
{
    public WorkflowTaskSetSpec? Spec { get; init; }
    public WorkflowTaskSetStatus? Status { get; init; }
}
