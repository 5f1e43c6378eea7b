namespace Krewe.Storage;

/// <summary>A text of the run is there and fits at least one of some patterns.</summary>
/// <param name="Text">Which text.</param>
/// <param name="Key">Of labels and arguments: which one.</param>
/// <param name="Patterns">The patterns.</param>
public sealed record TextCondition(RunText Text, string? Key, IReadOnlyList<TextPattern> Patterns) : RunCondition
{
    /// <inheritdoc/>
    public override bool Matches(RunIndexRow row) => Of(row) is { } value && Patterns.Any(pattern => pattern.Matches(value));

    private string? Of(RunIndexRow row) => Text switch
    {
        RunText.Uid => row.Uid,
        RunText.Namespace => row.Namespace,
        RunText.Name => row.Name,
        RunText.Phase => row.Phase,
        RunText.WorkflowTemplate => row.WorkflowTemplate,
        RunText.ClusterWorkflowTemplate => row.ClusterWorkflowTemplate,
        RunText.CronWorkflow => row.CronWorkflow,
        RunText.Creator => row.Creator,
        RunText.Folder => row.Folder,
        RunText.Message => row.Message,
        RunText.Label => row.Labels.GetValueOrDefault(Key!),
        RunText.Parameter => row.Parameters.GetValueOrDefault(Key!) is { Length: <= CommitRules.LongestSearchableValue } value ? value : null,
        _ => throw new InvalidOperationException($"unknown text {Text}"),
    };
}
