namespace Krewe.Client;

/// <summary>Something that waits, and for what.</summary>
public sealed record Waiting
{
    /// <summary>Why.</summary>
    public required WaitReason Reason { get; init; }

    /// <summary>The same in words, with what would end it.</summary>
    public required string Message { get; init; }

    /// <summary>The node that waits; null when it is the run.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its name as user interfaces show it.</summary>
    public string? NodeName { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it ends by itself; null when that is not known.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Place in line, from 1; null where there is no line.</summary>
    public int? Position { get; init; }

    /// <summary>How many stand in line.</summary>
    public int? QueueLength { get; init; }

    /// <summary>What is wanted, such as <c>ns/Mutex/x</c>.</summary>
    public string? Lock { get; init; }

    /// <summary>How many may have it at once.</summary>
    public long? Limit { get; init; }

    /// <summary>Those who have it, the longest first; without those whom the caller may not see.</summary>
    public IReadOnlyList<LockUser>? Holders { get; init; }
}
