namespace Krewe.Storage;

/// <summary>Which runs; every part that is set must hold. Names compare exactly, upper and lower case apart.</summary>
public sealed record RunFilter
{
    /// <summary>All runs.</summary>
    public static RunFilter All { get; } = new();

    /// <summary>In this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>In one of these places; null for all, empty for none.</summary>
    public IReadOnlyList<RunPlace>? Places { get; init; }

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

    /// <summary>From the WorkflowTemplate or the ClusterWorkflowTemplate of this name.</summary>
    public string? Template { get; init; }

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

    /// <summary>What else must hold. What the other parts can say is better said by them: they find their index.</summary>
    public RunCondition? Where { get; init; }

    /// <summary>Whether nothing but namespace, places and phase is asked for, which stores can count without looking at runs.</summary>
    public bool IsOfPlaceAndPhase => Labels.Count == 0 && Parameters.Count == 0
        && this with { Namespace = null, Places = null, Phases = All.Phases, Labels = All.Labels, Parameters = All.Parameters } == All;

    /// <summary>Whether a row is one of those asked for.</summary>
    /// <param name="row">The row, its moments to the millisecond.</param>
    public bool Matches(RunIndexRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return (Namespace is null || row.Namespace == Namespace)
            && Places?.Any(place => place.Has(row.Namespace, row.Folder)) != false
            && (Phases.Count == 0 || Phases.Contains(row.Phase))
            && Labels.All(term => term.Matches(row.Labels))
            && Parameters.All(wanted => row.Parameters.TryGetValue(wanted.Key, out var value) && value == wanted.Value && value.Length <= CommitRules.LongestSearchableValue)
            && MatchesName(row.Name)
            && MatchesOrigin(row)
            && (CreatedFrom is null || row.CreatedAt >= CreatedFrom)
            && (CreatedBefore is null || row.CreatedAt < CreatedBefore)
            && (FinishedFrom is null || row.FinishedAt >= FinishedFrom)
            && (FinishedBefore is null || row.FinishedAt < FinishedBefore)
            && Where?.Matches(row) != false;
    }

    private bool MatchesName(string name) =>
        (Name is null || name == Name)
        && (NamePrefix is null || name.StartsWith(NamePrefix, StringComparison.Ordinal))
        && (NameContains is null || name.Contains(NameContains, StringComparison.Ordinal));

    private bool MatchesOrigin(RunIndexRow row) =>
        (WorkflowTemplate is null || row.WorkflowTemplate == WorkflowTemplate)
        && (ClusterWorkflowTemplate is null || row.ClusterWorkflowTemplate == ClusterWorkflowTemplate)
        && (Template is null || row.WorkflowTemplate == Template || row.ClusterWorkflowTemplate == Template)
        && (CronWorkflow is null || row.CronWorkflow == CronWorkflow)
        && (Creator is null || row.Creator == Creator);
}
