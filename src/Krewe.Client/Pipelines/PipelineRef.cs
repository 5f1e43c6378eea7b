namespace Krewe.Client;

/// <summary>Names a pipeline: what its runs have in common, in one namespace.</summary>
/// <param name="Namespace">Namespace of its runs.</param>
/// <param name="Kind"><c>WorkflowTemplate</c>, <c>ClusterWorkflowTemplate</c>, <c>CronWorkflow</c>, or <see cref="InlineKind"/>.</param>
/// <param name="Name">Name of the definition, or what the runs are called.</param>
public sealed record PipelineRef(string Namespace, string Kind, string Name)
{
    /// <summary>
    /// Kind of pipelines whose runs come from no definition: they belong together by the label <c>workflows.krewe.dev/pipeline</c>,
    /// else by <c>metadata.generateName</c>, else by name without numbers at its end.
    /// </summary>
    public const string InlineKind = "Workflow";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow", InlineKind];
}
