namespace Krewe.Model;

/// <summary>The child run of a node whose template is a <c>workflow</c>; it is in the namespace of its parent.</summary>
public sealed record ChildWorkflow
{
    public string? Name { get; init; }
    public string? Uid { get; init; }
}
