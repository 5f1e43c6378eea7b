namespace Krewe.Model;

/// <summary>Submits a template when an event matches.</summary>
public sealed record WorkflowEventBinding : ArgoResource
{
    public WorkflowEventBindingSpec Spec { get; init => field = value ?? new(); } = new();
}
