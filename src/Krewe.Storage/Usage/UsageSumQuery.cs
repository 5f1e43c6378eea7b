namespace Krewe.Storage;

/// <summary>Which usage, and what it is told apart by.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
public sealed record UsageSumQuery(DateOnly First, DateOnly Last)
{
    /// <summary>In this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whose usage counts; null for everybody's.</summary>
    public UsageKeyFilter? Filter { get; init; }

    /// <summary>By which spans of time.</summary>
    public UsagePer Per { get; init; }

    /// <summary>By which parts of keys; the other parts of a sum's key are empty.</summary>
    public UsageParts By { get; init; } = UsageParts.Place;

    /// <summary>At most so many rows are given of each table.</summary>
    public int Limit { get; init; } = 100_000;

    /// <summary>Whether namespaces and folders are all that matters of keys, which costs far less by days.</summary>
    public bool IsOfPlaces => ((By | (Filter?.Parts ?? UsageParts.None)) & ~UsageParts.Place) == UsageParts.None;
}
