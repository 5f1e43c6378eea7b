namespace Krewe.Client;

/// <summary>The chain of nodes that decided how long a run took; its parts fill the time from the run's start to the chain's end.</summary>
public sealed record CriticalPathReport
{
    /// <summary>Uid of the run.</summary>
    public required string Uid { get; init; }

    /// <summary>Phase of the run.</summary>
    public required string Phase { get; init; }

    /// <summary>How long nothing of the chain was there: between one node's end and the next one's coming to be.</summary>
    public required long IdleMilliseconds { get; init; }

    /// <summary>How long nodes of the chain waited to begin.</summary>
    public required long QueueMilliseconds { get; init; }

    /// <summary>How long nodes of the chain worked.</summary>
    public required long RunMilliseconds { get; init; }

    /// <summary>The chain, its first node first.</summary>
    public IReadOnlyList<TimelineBar> Items { get; init; } = [];
}
