using System.Text.Json.Serialization.Metadata;

namespace Krewe.Model;

/// <summary>The kinds of <c>argoproj.io/v1alpha1</c> that have a type.</summary>
public static class ArgoKinds
{
    /// <summary>API group.</summary>
    public const string Group = "argoproj.io";

    /// <summary>Group and version.</summary>
    public const string ApiVersion = Group + "/v1alpha1";

    private static readonly Dictionary<string, JsonTypeInfo> Types = new Dictionary<string, JsonTypeInfo>(StringComparer.Ordinal)
    {
        [nameof(Workflow)] = ModelJson.Default.Workflow,
        [nameof(WorkflowTemplate)] = ModelJson.Default.WorkflowTemplate,
        [nameof(ClusterWorkflowTemplate)] = ModelJson.Default.ClusterWorkflowTemplate,
        [nameof(CronWorkflow)] = ModelJson.Default.CronWorkflow,
        [nameof(WorkflowEventBinding)] = ModelJson.Default.WorkflowEventBinding,
        [nameof(WorkflowTaskSet)] = ModelJson.Default.WorkflowTaskSet,
        [nameof(WorkflowTaskResult)] = ModelJson.Default.WorkflowTaskResult,
        [nameof(WorkflowArtifactGCTask)] = ModelJson.Default.WorkflowArtifactGCTask,
    };

    /// <summary>Kinds of Argo Events that share the group; they pass through untyped.</summary>
    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal)
    {
        "EventSource", "Sensor", "EventBus", "ExecutorPlugin", "Rollout", "Application", "ApplicationSet", "AppProject", "AnalysisTemplate",
    };

    /// <summary>Names of all typed kinds.</summary>
    public static IEnumerable<string> All => Types.Keys.Order(StringComparer.Ordinal);

    /// <summary>JSON metadata of a kind, or null when it is not typed.</summary>
    public static JsonTypeInfo? TypeOf(string kind) => Types.GetValueOrDefault(kind);

    internal static bool IsForeign(string kind) => Foreign.Contains(kind);
}
