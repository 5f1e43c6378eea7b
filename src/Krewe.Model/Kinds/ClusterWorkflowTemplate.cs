namespace Krewe.Model;

/// <summary>As <see cref="WorkflowTemplate"/>, for the whole cluster.</summary>
public sealed record ClusterWorkflowTemplate : ArgoResource
{
    public WorkflowSpec Spec { get; init => field = value ?? new(); } = new();
}
