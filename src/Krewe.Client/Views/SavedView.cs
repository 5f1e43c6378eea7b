namespace Krewe.Client;

/// <summary>A list of runs as somebody likes to see it.</summary>
public sealed record SavedView
{
    /// <summary>Its name, unique among the shared ones or among those of its owner; at most 100 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which runs, in the filter language.</summary>
    public string? Filter { get; init; }

    /// <summary>In which order, as lists take it.</summary>
    public string? Sort { get; init; }

    /// <summary>What is shown of them, in the words of whoever shows it.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Whether everybody sees it.</summary>
    public bool Shared { get; init; }

    /// <summary>Who saved it; what a request says here is ignored.</summary>
    public string? Owner { get; init; }
}
