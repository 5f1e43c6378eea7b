using Krewe.Model;

namespace Krewe.Client;

/// <summary>A page of definitions of one kind.</summary>
public sealed record ResourceList
{
    public ListMeta Metadata { get; init; } = new();
    public IReadOnlyList<ArgoResource> Items { get; init; } = [];
}
