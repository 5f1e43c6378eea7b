namespace Krewe.Client;

/// <summary>A lock with those who hold it and those who wait.</summary>
public sealed record LockInfo
{
    /// <summary>Argo's lock name, such as <c>ns/Mutex/x</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many may hold it; null when nothing says so any more.</summary>
    public int? Limit { get; init; }

    /// <summary>Holders, the oldest first.</summary>
    public IReadOnlyList<LockUser> Holders { get; init; } = [];

    /// <summary>Waiters, first in line first.</summary>
    public IReadOnlyList<LockUser> Waiters { get; init; } = [];
}
