namespace Krewe.Model;

/// <summary>Argo <c>NodeStatus</c>.</summary>
public sealed record NodeStatus
{
    public string Id { get; init => field = value ?? ""; } = "";
    public string Name { get; init => field = value ?? ""; } = "";
    public string? DisplayName { get; init; }
    /// <summary>One of <see cref="NodeType"/>.</summary>
    public string Type { get; init => field = value ?? ""; } = "";
    public string? TemplateName { get; init; }
    public TemplateRef? TemplateRef { get; init; }
    public string? TemplateScope { get; init; }
    /// <summary>One of <see cref="NodePhase"/>.</summary>
    public string? Phase { get; init; }
    public string? BoundaryID { get; init; }
    public string? Message { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public int? EstimatedDuration { get; init; }
    public string? Progress { get; init; }
    public IReadOnlyDictionary<string, long>? ResourcesDuration { get; init; }
    public string? PodIP { get; init; }
    public bool? Daemoned { get; init; }
    public NodeFlag? NodeFlag { get; init; }
    public Inputs? Inputs { get; init; }
    public Outputs? Outputs { get; init; }
    /// <summary>IDs of the nodes that follow in the execution graph.</summary>
    public IReadOnlyList<string>? Children { get; init; }
    public IReadOnlyList<string>? OutboundNodes { get; init; }
    public string? HostNodeName { get; init; }
    public MemoizationStatus? MemoizationStatus { get; init; }
    public NodeSynchronizationStatus? SynchronizationStatus { get; init; }
    public bool? TaskResultSynced { get; init; }
    public int? FailedPodRestarts { get; init; }
    public string? RestartingPodUID { get; init; }
    /// <summary>The child run of a <c>workflow</c> template (an addition of Krewe's).</summary>
    public ChildWorkflow? ChildWorkflow { get; init; }
}
