namespace Krewe.Storage;

/// <summary>Which usage, and what it is told apart by.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
public sealed record UsageSumQuery(DateOnly First, DateOnly Last)
{
    /// <summary>In this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>By which spans of time.</summary>
    public UsagePer Per { get; init; }

    /// <summary>Whether templates, creators and labels are told apart; without it, namespaces and folders alone are, which costs far less by days.</summary>
    public bool ByTemplate { get; init; }

    /// <summary>At most so many rows are read of each table.</summary>
    public int Limit { get; init; } = 100_000;
}
