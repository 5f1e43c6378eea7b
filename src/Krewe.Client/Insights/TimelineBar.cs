namespace Krewe.Client;

/// <summary>When a node waited and when it worked.</summary>
public sealed record TimelineBar
{
    /// <summary>ID of the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Name for display.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The step's name in every run.</summary>
    public required string Step { get; init; }

    /// <summary>Type of the node.</summary>
    public required string Type { get; init; }

    /// <summary>Its phase.</summary>
    public required string Phase { get; init; }

    /// <summary>When it came to be: what it depends on was done.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its work began; null when it has not, or that is not known.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long it waited for a place, a lock or its start, to the present if it waits.</summary>
    public long? QueueMilliseconds { get; init; }

    /// <summary>How long it worked, to the present if it does.</summary>
    public long? RunMilliseconds { get; init; }

    /// <summary>Machine that did its work.</summary>
    public string? Host { get; init; }

    /// <summary>Whether it is on the run's critical path.</summary>
    public required bool IsCritical { get; init; }
}
