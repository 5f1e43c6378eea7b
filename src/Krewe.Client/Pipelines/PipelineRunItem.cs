namespace Krewe.Client;

/// <summary>A run as a pipeline's history shows it.</summary>
public sealed record PipelineRunItem
{
    /// <summary>Its number, given once when it was created. Numbers of deleted runs do not come back.</summary>
    public required long Number { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its uid.</summary>
    public required string Uid { get; init; }

    /// <summary>Its phase; <c>Pending</c> before it starts.</summary>
    public required string Phase { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>From start to end; null while it goes on.</summary>
    public long? Milliseconds { get; init; }

    /// <summary>Why it is in its phase.</summary>
    public string? Message { get; init; }

    /// <summary>Who created it.</summary>
    public string? Creator { get; init; }

    /// <summary>Folder it lies in; empty for none.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Its arguments, except very long ones.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
