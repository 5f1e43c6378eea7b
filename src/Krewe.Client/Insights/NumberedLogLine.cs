namespace Krewe.Client;

/// <summary>A line of a log with its number, which it keeps.</summary>
public sealed record NumberedLogLine
{
    /// <summary>Its number in the log of its node, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>The text without its line end.</summary>
    public required string Content { get; init; }
}
