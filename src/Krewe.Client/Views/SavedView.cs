namespace Krewe.Client;

/// <summary>A list of runs as somebody likes to see it.</summary>
public sealed record SavedView
{
    /// <summary>Its name, unique among those of its owner, among the shared ones, or in its folder; at most 100 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which runs, in the filter language.</summary>
    public string? Filter { get; init; }

    /// <summary>In which order, as lists take it.</summary>
    public string? Sort { get; init; }

    /// <summary>What is shown of them, in the words of whoever shows it.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Whether others see it: everybody, or those who see the folder that it lies in.</summary>
    public bool Shared { get; init; }

    /// <summary>The folder that it lies in; null for none. Whoever sees the folder sees it, and editors of the folder change it.</summary>
    public string? Folder { get; init; }

    /// <summary>Namespace of the folder; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Who saved it; what a request says here is ignored.</summary>
    public string? Owner { get; init; }
}
