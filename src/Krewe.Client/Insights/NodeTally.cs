namespace Krewe.Client;

/// <summary>How many nodes there are, and how many in each phase.</summary>
public sealed record NodeTally
{
    /// <summary>How many.</summary>
    public required int Total { get; init; }

    /// <summary>By phase; phases without a node are left out.</summary>
    public required IReadOnlyDictionary<string, int> Phases { get; init; }
}
