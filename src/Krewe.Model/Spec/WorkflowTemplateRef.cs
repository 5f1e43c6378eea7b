namespace Krewe.Model;

/// <summary>Names the resource whose spec a workflow runs.</summary>
public sealed record WorkflowTemplateRef
{
    public string? Name { get; init; }
    public bool? ClusterScope { get; init; }
}
