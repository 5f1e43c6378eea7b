namespace Krewe.Model.Analysis;

/// <summary>A node of a run where people look for it: below the node that contains it.</summary>
public sealed class TreeNode
{
    private static readonly IReadOnlyDictionary<string, int> None = new Dictionary<string, int>();

    internal TreeNode(string id, string name, string displayName, string type)
    {
        Id = id;
        Name = name;
        DisplayName = displayName;
        Type = type;
    }

    /// <summary>Node ID; that of a loop which has no node of its own is made up (<see cref="Status"/> is null).</summary>
    public string Id { get; }

    /// <summary>Full name.</summary>
    public string Name { get; }

    /// <summary>Name for display.</summary>
    public string DisplayName { get; }

    /// <summary>One of <see cref="NodeType"/>, or <see cref="NodeTree.LoopType"/>.</summary>
    public string Type { get; }

    /// <summary>The node's status; null for a loop that has no node of its own.</summary>
    public NodeStatus? Status { get; internal init; }

    /// <summary>What contains it; null at the top.</summary>
    public TreeNode? Parent { get; internal set; }

    /// <summary>What it contains: loops by index, the rest in the order in which it began.</summary>
    public IReadOnlyList<TreeNode> Children { get; internal set; } = [];

    /// <summary>Number of the loop item, attempt or step group; -1 for anything else.</summary>
    public int Index { get; internal init; } = -1;

    /// <summary>Phase; never empty.</summary>
    public string Phase { get; internal set; } = NodePhase.Pending;

    /// <summary>When it, or the first in it, began.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>When it, or the last in it, ended; null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>How many of <see cref="Children"/> are in each phase.</summary>
    public IReadOnlyDictionary<string, int> ChildPhases { get; internal set; } = None;

    /// <summary>How many nodes below that do work are in each phase, however deep; those that only group others do not count.</summary>
    public IReadOnlyDictionary<string, int> WorkPhases { get; internal set; } = None;
}
