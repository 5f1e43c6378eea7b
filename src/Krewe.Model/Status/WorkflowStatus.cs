namespace Krewe.Model;

/// <summary>Argo <c>WorkflowStatus</c>: what happened so far.</summary>
public sealed record WorkflowStatus
{
    /// <summary>Empty, or one of <see cref="WorkflowPhase"/>.</summary>
    public string? Phase { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    /// <summary>Seconds.</summary>
    public int? EstimatedDuration { get; init; }
    /// <summary><c>N/M</c>.</summary>
    public string? Progress { get; init; }
    public string? Message { get; init; }
    public string? CompressedNodes { get; init; }
    /// <summary>By node ID.</summary>
    public IReadOnlyDictionary<string, NodeStatus>? Nodes { get; init; }
    public string? OffloadNodeStatusVersion { get; init; }
    /// <summary>By <c>scope/resource/template</c>.</summary>
    public IReadOnlyDictionary<string, Template>? StoredTemplates { get; init; }
    public IReadOnlyList<Volume>? PersistentVolumeClaims { get; init; }
    public Outputs? Outputs { get; init; }
    public IReadOnlyList<Condition>? Conditions { get; init; }
    /// <summary>Resource name to seconds times request over its base amount.</summary>
    public IReadOnlyDictionary<string, long>? ResourcesDuration { get; init; }
    public WorkflowSpec? StoredWorkflowTemplateSpec { get; init; }
    public SynchronizationStatus? Synchronization { get; init; }
    public ArtifactRepositoryRefStatus? ArtifactRepositoryRef { get; init; }
    public ArtifactGCStatus? ArtifactGCStatus { get; init; }
    public IReadOnlyDictionary<string, bool>? TaskResultsCompletionStatus { get; init; }
}
