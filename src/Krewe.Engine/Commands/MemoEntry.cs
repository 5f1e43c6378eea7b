using Krewe.Model;

namespace Krewe.Engine;

/// <summary>One entry of a memoization cache.</summary>
public sealed record MemoEntry
{
    /// <summary>Node that made it.</summary>
    public string? NodeID { get; init; }

    /// <summary>Outputs to hand on.</summary>
    public Outputs? Outputs { get; init; }

    /// <summary>When it was made; <c>memoize.maxAge</c> counts from here.</summary>
    public DateTimeOffset CreationTimestamp { get; init; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset? LastHitTimestamp { get; init; }
}
