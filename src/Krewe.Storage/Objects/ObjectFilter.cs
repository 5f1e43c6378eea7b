namespace Krewe.Storage;

/// <summary>Which objects of a kind; every part that is set must hold.</summary>
/// <param name="Kind">The kind.</param>
public sealed record ObjectFilter(string Kind)
{
    /// <summary>In this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>With a name that begins so.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>With labels that satisfy all terms.</summary>
    public IReadOnlyList<LabelRequirement> Labels { get; init; } = [];
}
