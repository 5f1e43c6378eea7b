namespace Krewe.Model;

/// <summary>Fields that Argo's API description requires of what a server sends.</summary>
internal static class AnswerRequirements
{
    private static readonly Dictionary<string, string[]> Fields = new(StringComparer.Ordinal)
    {
        [nameof(Workflow)] = ["metadata", "spec"],
        [nameof(WorkflowTemplate)] = ["metadata", "spec"],
        [nameof(ClusterWorkflowTemplate)] = ["metadata", "spec"],
        [nameof(CronWorkflow)] = ["metadata", "spec"],
        [nameof(WorkflowEventBinding)] = ["metadata", "spec"],
        [nameof(CronWorkflowSpec)] = ["schedules", "workflowSpec"],
        [nameof(CronWorkflowStatus)] = ["active", "conditions", "failed", "phase", "succeeded"],
        [nameof(NodeStatus)] = ["id", "name", "type"],
        [nameof(Parameter)] = ["name"],
        [nameof(Artifact)] = ["name"],
        [nameof(DagTask)] = ["name"],
        [nameof(DagTemplate)] = ["tasks"],
        [nameof(ContainerNode)] = ["name"],
        [nameof(ContainerSetTemplate)] = ["containers"],
        [nameof(HttpTemplate)] = ["url"],
        [nameof(Memoize)] = ["cache", "key", "maxAge"],
    };

    /// <summary>The required fields of a definition.</summary>
    public static string[] Of(string definition) => Fields.GetValueOrDefault(definition) ?? [];
}
