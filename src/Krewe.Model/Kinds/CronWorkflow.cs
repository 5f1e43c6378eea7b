namespace Krewe.Model;

/// <summary>A schedule around a workflow spec.</summary>
public sealed record CronWorkflow : ArgoResource
{
    public CronWorkflowSpec Spec { get; init => field = value ?? new(); } = new();
    public CronWorkflowStatus? Status { get; init; }
}
