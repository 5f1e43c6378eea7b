namespace Krewe.Client;

/// <summary>Which definitions.</summary>
public sealed record ListResourcesQuery
{
    public required ResourceKind Kind { get; init; }
    /// <summary>A namespace, or <see cref="Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Namespaces.Default;
    /// <summary>As in <see cref="ListRunsQuery.LabelSelector"/>.</summary>
    public string? LabelSelector { get; init; }
    /// <summary>Part of the name.</summary>
    public string? NamePattern { get; init; }
    /// <summary>Most definitions on the page; 0 for the engine's maximum.</summary>
    public int Limit { get; init; }
    /// <summary>From the page before; opaque.</summary>
    public string? Continue { get; init; }
}
