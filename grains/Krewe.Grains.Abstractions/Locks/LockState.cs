namespace Krewe.Grains;

/// <summary>One lock with those who hold it and those who wait.</summary>
[GenerateSerializer, Immutable, Alias("krewe.LockState")]
public sealed record LockState
{
    /// <summary>Argo's lock name, such as <c>ns/Mutex/x</c>.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>How many may hold it; null when that is not known any more.</summary>
    [Id(1)]
    public int? Limit { get; init; }

    /// <summary>Holders, the oldest first.</summary>
    [Id(2)]
    public IReadOnlyList<LockPart> Holders { get; init; } = [];

    /// <summary>Waiters, first in line first.</summary>
    [Id(3)]
    public IReadOnlyList<LockPart> Waiters { get; init; } = [];
}
