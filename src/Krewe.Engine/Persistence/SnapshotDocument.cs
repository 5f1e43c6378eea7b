using Krewe.Model;

namespace Krewe.Engine;

/// <summary>A run in one piece: the workflow with its status, and what the status has no place for.</summary>
internal sealed record SnapshotDocument
{
    public required Workflow Workflow { get; init; }

    public required RunConfig Config { get; init; }

    /// <summary>The nodes of a snapshot of version 1; later ones have them in pages.</summary>
    public List<SnapshotNode>? Nodes { get; init; }

    public int FirstAttempt { get; init; }

    public string? Host { get; init; }

    public List<WorkflowTemplate>? Templates { get; init; }

    public List<ClusterWorkflowTemplate>? ClusterTemplates { get; init; }

    public List<LookupAnswered>? Lookups { get; init; }

    public List<LocksChanged>? Locks { get; init; }

    public Dictionary<string, string>? Parameters { get; init; }

    public List<string>? Commands { get; init; }

    public RunUsage? Spent { get; init; }

    public CountedUsage? Counted { get; init; }
}

/// <summary>What is kept of a node beside its status.</summary>
internal sealed record SnapshotNode
{
    public required NodeStatus Status { get; init; }

    public int? Attempt { get; init; }

    public bool? Outstanding { get; init; }

    public string? Cancelling { get; init; }

    public DateTimeOffset? BegunAt { get; init; }
}
