namespace Krewe.Client;

/// <summary>Lines of a node's log by their numbers.</summary>
public sealed record LogRange
{
    /// <summary>The node that wrote them.</summary>
    public required string NodeId { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>How many whole lines the log has now.</summary>
    public required long Total { get; init; }

    /// <summary>Whether more may come.</summary>
    public required bool IsLive { get; init; }

    /// <summary>The lines, numbered without gaps.</summary>
    public IReadOnlyList<NumberedLogLine> Lines { get; init; } = [];
}
