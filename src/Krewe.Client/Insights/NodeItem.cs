namespace Krewe.Client;

/// <summary>A node where people look for it: below what contains it.</summary>
public sealed record NodeItem
{
    /// <summary>Node ID; a loop for which Argo has no node has one with a <c>~</c> in it.</summary>
    public required string Id { get; init; }

    /// <summary>Full name.</summary>
    public required string Name { get; init; }

    /// <summary>Name for display.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Type as Argo has them, or <c>Loop</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Phase; <c>Pending</c> for a node that has none yet.</summary>
    public required string Phase { get; init; }

    /// <summary>ID of what contains it; null at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>Number of the loop item, attempt or step group.</summary>
    public int? Index { get; init; }

    /// <summary>Name of its template.</summary>
    public string? Template { get; init; }

    /// <summary>What it says.</summary>
    public string? Message { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Progress, <c>done/total</c>.</summary>
    public string? Progress { get; init; }

    /// <summary>Exit code of its main container.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name of its pod; null for a node without one.</summary>
    public string? PodName { get; init; }

    /// <summary>Machine that does its work.</summary>
    public string? Host { get; init; }

    /// <summary>Lock that it waits for.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>The child run that it started.</summary>
    public string? ChildRun { get; init; }

    /// <summary>Of a run with too many nodes for one look: the part that what this node contains is in, to be named with the question for it.</summary>
    public string? Part { get; init; }

    /// <summary>What it contains directly; null for a node that contains nothing.</summary>
    public NodeTally? Children { get; init; }

    /// <summary>The nodes somewhere below it that do work; null for a node that contains nothing.</summary>
    public NodeTally? Work { get; init; }

    /// <summary>The first of what it contains, if the query asked so deep; null if it did not.</summary>
    public IReadOnlyList<NodeItem>? Items { get; init; }

    /// <summary>Where <see cref="Items"/> go on, in a query with this node as its parent; null when they are all.</summary>
    public string? Continue { get; init; }
}
