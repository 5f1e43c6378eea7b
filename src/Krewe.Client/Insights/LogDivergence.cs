namespace Krewe.Client;

/// <summary>Where the logs of a node part in two runs.</summary>
public sealed record LogDivergence
{
    /// <summary>The node: its name without the run's, such as <c>test[0].unit(1:b)</c>; of a retried one the last attempt's log is read.</summary>
    public required string Node { get; init; }

    /// <summary>ID of the node in the first run.</summary>
    public required string LeftNodeId { get; init; }

    /// <summary>ID of the node in the second run.</summary>
    public required string RightNodeId { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>Number of the first line that is not the same, from 1; null when it is not known.</summary>
    public long? Line { get; init; }

    /// <summary>The first run's line, cut to 2,000 characters; null when its log ends before.</summary>
    public NumberedLogLine? Left { get; init; }

    /// <summary>The second run's line; null when its log ends before.</summary>
    public NumberedLogLine? Right { get; init; }

    /// <summary>Why <see cref="Line"/> is not known: a log that is not there, or too long to be read to its end.</summary>
    public string? Unknown { get; init; }
}
