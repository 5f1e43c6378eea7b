namespace Krewe.Storage;

/// <summary>Which runs; every part that is set must hold. Names compare exactly, upper and lower case apart.</summary>
public sealed record RunFilter
{
    /// <summary>All runs.</summary>
    public static RunFilter All { get; } = new();

    /// <summary>In this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>In one of these phases; empty for all.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>With labels that satisfy all terms.</summary>
    public IReadOnlyList<LabelRequirement> Labels { get; init; } = [];

    /// <summary>With arguments that have these values.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>With this name.</summary>
    public string? Name { get; init; }

    /// <summary>With a name that begins so.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>With a name that contains this.</summary>
    public string? NameContains { get; init; }

    /// <summary>From this WorkflowTemplate.</summary>
    public string? WorkflowTemplate { get; init; }

    /// <summary>From this ClusterWorkflowTemplate.</summary>
    public string? ClusterWorkflowTemplate { get; init; }

    /// <summary>From this CronWorkflow.</summary>
    public string? CronWorkflow { get; init; }

    /// <summary>By this creator.</summary>
    public string? Creator { get; init; }

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Finished at or after; a run that has not finished is left out.</summary>
    public DateTimeOffset? FinishedFrom { get; init; }

    /// <summary>Finished before; a run that has not finished is left out.</summary>
    public DateTimeOffset? FinishedBefore { get; init; }
}
