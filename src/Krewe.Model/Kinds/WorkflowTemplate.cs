namespace Krewe.Model;

/// <summary>A library of templates and a spec that can be submitted; namespaced.</summary>
public sealed record WorkflowTemplate : ArgoResource
{
    public WorkflowSpec Spec { get; init => field = value ?? new(); } = new();
}
