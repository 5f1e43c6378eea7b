namespace Krewe.Model;

/// <summary>Results, by node ID.</summary>
public sealed record WorkflowTaskSetStatus
{
    public IReadOnlyDictionary<string, NodeResult>? Nodes { get; init; }
}
