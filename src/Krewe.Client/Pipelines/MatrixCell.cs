namespace Krewe.Client;

/// <summary>One step in one run.</summary>
public sealed record MatrixCell
{
    /// <summary>Number of the run.</summary>
    public required long Number { get; init; }

    /// <summary>Phase of its nodes together.</summary>
    public required string Phase { get; init; }

    /// <summary>From the first begin to the last end; null while it goes on.</summary>
    public long? Milliseconds { get; init; }

    /// <summary>How many nodes: 1, or as many as its loop has items.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them failed in the end.</summary>
    public required int Failed { get; init; }

    /// <summary>How many attempts there were beyond the first ones.</summary>
    public required int Retries { get; init; }

    /// <summary>What the first of those that failed said.</summary>
    public string? Message { get; init; }
}
