namespace Krewe.Client;

/// <summary>A line that a step wrote (Argo <c>LogEntry</c> and more).</summary>
public sealed record LogLine
{
    /// <summary>Text without its line end.</summary>
    public required string Content { get; init; }

    /// <summary>Pod name by Argo's rule.</summary>
    public required string PodName { get; init; }

    /// <summary>Node that wrote it.</summary>
    public string? NodeId { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Container that wrote it.</summary>
    public string? Container { get; init; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public string? Stream { get; init; }
}
