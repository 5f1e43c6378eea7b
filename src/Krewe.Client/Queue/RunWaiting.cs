namespace Krewe.Client;

/// <summary>Why a run, or parts of it, wait.</summary>
public sealed record RunWaiting
{
    /// <summary>Its uid.</summary>
    public required string Uid { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its phase.</summary>
    public required string Phase { get; init; }

    /// <summary>What waits, the run itself first; empty when nothing does.</summary>
    public required IReadOnlyList<Waiting> Waits { get; init; }
}
