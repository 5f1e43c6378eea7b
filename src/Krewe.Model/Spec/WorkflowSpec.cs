using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Argo <c>WorkflowSpec</c>; used by Workflow, both template kinds and <c>CronWorkflow.spec.workflowSpec</c>.</summary>
public sealed record WorkflowSpec
{
    public IReadOnlyList<Template>? Templates { get; init; }
    public string? Entrypoint { get; init; }
    public Arguments? Arguments { get; init; }
    public string? ServiceAccountName { get; init; }
    public bool? AutomountServiceAccountToken { get; init; }
    public ExecutorConfig? Executor { get; init; }
    public IReadOnlyList<Volume>? Volumes { get; init; }
    public IReadOnlyList<PersistentVolumeClaim>? VolumeClaimTemplates { get; init; }
    /// <summary>Most pods active at once in this run; at least 1.</summary>
    public long? Parallelism { get; init; }
    public ArtifactRepositoryRef? ArtifactRepositoryRef { get; init; }
    public bool? Suspend { get; init; }
    [JsonConverter(typeof(AnyStringMapConverter))]
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }
    public JsonElement? Affinity { get; init; }
    public IReadOnlyList<JsonElement>? Tolerations { get; init; }
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }
    public bool? HostNetwork { get; init; }
    public string? DnsPolicy { get; init; }
    public JsonElement? DnsConfig { get; init; }
    public string? OnExit { get; init; }
    public TtlStrategy? TtlStrategy { get; init; }
    /// <summary>Seconds from <c>status.startedAt</c>; 0 ends a running workflow at once.</summary>
    public long? ActiveDeadlineSeconds { get; init; }
    public int? Priority { get; init; }
    public string? SchedulerName { get; init; }
    public PodGC? PodGC { get; init; }
    public string? PodPriorityClassName { get; init; }
    public IReadOnlyList<JsonElement>? HostAliases { get; init; }
    public JsonElement? SecurityContext { get; init; }
    public string? PodSpecPatch { get; init; }
    public JsonElement? PodDisruptionBudget { get; init; }
    public Metrics? Metrics { get; init; }
    /// <summary><c>Terminate</c>, <c>Stop</c> or empty.</summary>
    public string? Shutdown { get; init; }
    public WorkflowTemplateRef? WorkflowTemplateRef { get; init; }
    public Synchronization? Synchronization { get; init; }
    public VolumeClaimGC? VolumeClaimGC { get; init; }
    public RetryStrategy? RetryStrategy { get; init; }
    public Metadata? PodMetadata { get; init; }
    public ResourceRequirements? PodResources { get; init; }
    public IReadOnlyList<JsonElement>? ResourceClaims { get; init; }
    public Template? TemplateDefaults { get; init; }
    public bool? ArchiveLogs { get; init; }
    public IReadOnlyDictionary<string, LifecycleHook>? Hooks { get; init; }
    public WorkflowMetadata? WorkflowMetadata { get; init; }
    public WorkflowLevelArtifactGC? ArtifactGC { get; init; }
    public IReadOnlyList<JsonElement>? ExecutorPlugins { get; init; }
}
