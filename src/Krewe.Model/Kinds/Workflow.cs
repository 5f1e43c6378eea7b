namespace Krewe.Model;

/// <summary>One run: what to do (<see cref="Spec"/>) and what happened (<see cref="Status"/>).</summary>
public sealed record Workflow : ArgoResource
{
    public WorkflowSpec Spec { get; init => field = value ?? new(); } = new();
    public WorkflowStatus? Status { get; init; }
}
