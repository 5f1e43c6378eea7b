namespace Krewe.Client;

/// <summary>A run as lists show it.</summary>
public sealed record RunRow
{
    /// <summary>Its uid.</summary>
    public required string Uid { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its phase; <c>Pending</c> while it has not started.</summary>
    public required string Phase { get; init; }

    /// <summary>Why it is in its phase.</summary>
    public string? Message { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Seconds it ran, or has run until the list was made; null before it starts.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Progress, <c>done/total</c>.</summary>
    public required string Progress { get; init; }

    /// <summary>Its priority; the higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Whether it is suspended.</summary>
    public bool Suspended { get; init; }

    /// <summary>Who created it.</summary>
    public string? Creator { get; init; }

    /// <summary>Folder it lies in; empty for none.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The WorkflowTemplate it came from.</summary>
    public string? WorkflowTemplate { get; init; }

    /// <summary>The ClusterWorkflowTemplate it came from.</summary>
    public string? ClusterWorkflowTemplate { get; init; }

    /// <summary>The CronWorkflow that started it.</summary>
    public string? CronWorkflow { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Its arguments, without those that are longer than lists can bear.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }
}
