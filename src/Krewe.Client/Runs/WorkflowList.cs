using Krewe.Model;

namespace Krewe.Client;

/// <summary>A page of runs.</summary>
public sealed record WorkflowList
{
    public ListMeta Metadata { get; init; } = new();
    public IReadOnlyList<Workflow> Items { get; init; } = [];
}
