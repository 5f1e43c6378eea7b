namespace Krewe.Client;

/// <summary>How a step went.</summary>
public sealed record ComparedStep
{
    /// <summary>Phase of its nodes together.</summary>
    public required string Phase { get; init; }

    /// <summary>From the first begin to the last end; null while it goes on.</summary>
    public long? Milliseconds { get; init; }

    /// <summary>How many nodes.</summary>
    public required int Count { get; init; }

    /// <summary>How many attempts beyond the first ones.</summary>
    public required int Retries { get; init; }

    /// <summary>What the first that failed said.</summary>
    public string? Message { get; init; }
}
