using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Argo <c>Template</c>: one reusable unit of work, of exactly one template type.</summary>
public sealed record Template
{
    public string? Name { get; init; }
    public Inputs? Inputs { get; init; }
    public Outputs? Outputs { get; init; }
    [JsonConverter(typeof(AnyStringMapConverter))]
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }
    public JsonElement? Affinity { get; init; }
    public Metadata? Metadata { get; init; }
    [JsonConverter(typeof(AnyStringMapConverter))]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
    public bool? Daemon { get; init; }
    /// <summary>Groups in order; the steps of a group run in parallel.</summary>
    public IReadOnlyList<IReadOnlyList<WorkflowStep>>? Steps { get; init; }
    public Container? Container { get; init; }
    public ContainerSetTemplate? ContainerSet { get; init; }
    public ScriptTemplate? Script { get; init; }
    public ResourceTemplate? Resource { get; init; }
    public DagTemplate? Dag { get; init; }
    public SuspendTemplate? Suspend { get; init; }
    public DataTemplate? Data { get; init; }
    public HttpTemplate? Http { get; init; }
    /// <summary>Free-form object with exactly one key, the plugin's name.</summary>
    public JsonElement? Plugin { get; init; }
    /// <summary>A whole workflow as one node (an addition of Krewe's).</summary>
    public WorkflowCallTemplate? Workflow { get; init; }
    public IReadOnlyList<Volume>? Volumes { get; init; }
    public IReadOnlyList<UserContainer>? InitContainers { get; init; }
    public IReadOnlyList<UserContainer>? Sidecars { get; init; }
    public ArtifactLocation? ArchiveLocation { get; init; }
    /// <summary>Seconds, or a tag that gives them; leaf templates only.</summary>
    public IntOrString? ActiveDeadlineSeconds { get; init; }
    public RetryStrategy? RetryStrategy { get; init; }
    public long? Parallelism { get; init; }
    public bool? FailFast { get; init; }
    public IReadOnlyList<JsonElement>? Tolerations { get; init; }
    public string? SchedulerName { get; init; }
    public string? PriorityClassName { get; init; }
    public string? ServiceAccountName { get; init; }
    public bool? AutomountServiceAccountToken { get; init; }
    public ExecutorConfig? Executor { get; init; }
    public IReadOnlyList<JsonElement>? HostAliases { get; init; }
    public JsonElement? SecurityContext { get; init; }
    public string? PodSpecPatch { get; init; }
    public ResourceRequirements? PodResources { get; init; }
    public IReadOnlyList<JsonElement>? ResourceClaims { get; init; }
    public Metrics? Metrics { get; init; }
    public Synchronization? Synchronization { get; init; }
    public Memoize? Memoize { get; init; }
    /// <summary>Go duration from node start, pending time included; a bare number is seconds.</summary>
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Timeout { get; init; }
    /// <summary>Go duration that the node may stay Pending.</summary>
    [JsonConverter(typeof(AnyStringConverter))]
    public string? PendingTimeout { get; init; }
}
