namespace Krewe.Client;

/// <summary>A step that went wrong by itself.</summary>
public sealed record FailureCause
{
    /// <summary>ID of the node: of a retried step that of its last attempt.</summary>
    public required string NodeId { get; init; }

    /// <summary>Name for display of the step.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The step's name in every run of the pipeline, such as <c>test/unit</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Type of the node, as Argo has them.</summary>
    public required string Type { get; init; }

    /// <summary><c>Failed</c>, or <c>Error</c> when it was not the program's fault.</summary>
    public required string Phase { get; init; }

    /// <summary>Name of its template.</summary>
    public string? Template { get; init; }

    /// <summary>The stored template that has it, <c>name</c> or <c>cluster/name</c>; null for one of the run's own.</summary>
    public string? TemplateSource { get; init; }

    /// <summary>What it said.</summary>
    public string? Message { get; init; }

    /// <summary>Exit code of its main container.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How many attempts were made.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Name of its pod; null for a step without one.</summary>
    public string? PodName { get; init; }

    /// <summary>The child run that failed, for a step that is one.</summary>
    public string? ChildRun { get; init; }

    /// <summary>The end of its log; null when it has none or it cannot be read.</summary>
    public LogRange? Log { get; init; }

    /// <summary>Why <see cref="Log"/> is missing, if it should be there.</summary>
    public string? LogMissing { get; init; }

    /// <summary>How the step fared in earlier runs; null when the run belongs to no pipeline.</summary>
    public FailureHistory? History { get; init; }
}
