using Krewe.Model;

namespace Krewe.Cli.Rendering;

/// <summary>
/// Lays the nodes of a run out as the tree that <c>argo get</c> shows: what is inside a template hangs below its node, attempts below
/// their retry; step groups show only as brackets; a retry with one attempt, and tasks never started, do not show.
/// </summary>
internal sealed class RunTree
{
    private readonly IReadOnlyDictionary<string, NodeStatus> _nodes;
    private readonly Dictionary<string, List<NodeStatus>> _inside = new(StringComparer.Ordinal);
    private readonly Func<NodeStatus, bool> _isWanted;
    private readonly bool _utf8;

    private RunTree(IReadOnlyDictionary<string, NodeStatus> nodes, Func<NodeStatus, bool> isWanted, bool utf8)
    {
        _nodes = nodes;
        _isWanted = isWanted;
        _utf8 = utf8;
        Arrange();
    }

    /// <summary>Rows of the main tree, then those of the exit handler's; null for an empty row between them.</summary>
    public static IEnumerable<TreeRow?> Rows(Workflow workflow, Func<NodeStatus, bool> isWanted, bool utf8)
    {
        var name = workflow.Metadata.Name ?? "";
        if (workflow.Status?.Nodes is not { } nodes || !nodes.TryGetValue(name, out var root))
        {
            yield break;
        }

        var tree = new RunTree(nodes, isWanted, utf8);
        foreach (var row in tree.Walk(root))
        {
            yield return row;
        }

        var exitId = Krewe.Model.Runs.NodeNames.NodeId(name, Krewe.Model.Runs.NodeNames.ExitHandler(name));
        if (nodes.TryGetValue(exitId, out var exit) && string.IsNullOrEmpty(exit.BoundaryID))
        {
            yield return null;
            foreach (var row in tree.Walk(exit))
            {
                yield return row;
            }
        }
    }

    /// <summary>Puts every shown node below the step group or retry that lists it, else below the template it is in.</summary>
    private void Arrange()
    {
        var groupOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, node) in _nodes)
        {
            if (node.Type is NodeType.StepGroup or NodeType.Retry)
            {
                foreach (var child in node.Children ?? [])
                {
                    groupOf[child] = id;
                }
            }
        }

        foreach (var (id, node) in _nodes)
        {
            var parent = groupOf.GetValueOrDefault(id, node.BoundaryID ?? "");
            if (parent.Length > 0 && parent != id && IsShownType(node.Type))
            {
                if (!_inside.TryGetValue(parent, out var list))
                {
                    _inside[parent] = list = [];
                }

                list.Add(node);
            }
        }

        foreach (var list in _inside.Values)
        {
            list.Sort(Compare);
        }
    }

    private IEnumerable<TreeRow> Walk(NodeStatus root)
    {
        // A stack of ours: workflows that call themselves are thousands of levels deep.
        var open = new Stack<(NodeStatus Node, string Own, string Below)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        open.Push((root, " ", " "));
        while (open.TryPop(out var item))
        {
            if (!seen.Add(item.Node.Id))
            {
                continue;
            }

            var hidden = IsHidden(item.Node);
            if (!hidden)
            {
                yield return new TreeRow(item.Own, item.Node);
            }

            var children = _inside.GetValueOrDefault(item.Node.Id) ?? [];
            for (var index = children.Count - 1; index >= 0; index--)
            {
                var (branch, rest) = Branch(hidden, item.Node.Type == NodeType.StepGroup, index, children.Count - 1);
                var start = hidden && index == 0 ? item.Own : item.Below;
                open.Push((children[index], start + branch, item.Below + rest));
            }
        }
    }

    private (string Branch, string Below) Branch(bool parentHidden, bool bracket, int index, int last)
    {
        if (parentHidden && !bracket)
        {
            return ("", "");
        }

        if (parentHidden && last == 0)
        {
            return (_utf8 ? "──" : "--", "  ");
        }

        if (index == last)
        {
            return (_utf8 ? "└─" : "`-", "  ");
        }

        var branch = parentHidden && index == 0 ? (_utf8 ? "┬─" : "+-") : _utf8 ? "├─" : "|-";
        return (branch, _utf8 ? "│ " : "| ");
    }

    private static bool IsShownType(string type) => NodeType.IsWork(type)
        || type is NodeType.Steps or NodeType.Dag or NodeType.StepGroup or NodeType.Retry or NodeType.Skipped or NodeType.Suspend;

    private bool IsHidden(NodeStatus node) => node.Type switch
    {
        NodeType.StepGroup => true,
        NodeType.Retry when node.Children is { Count: 1 } => true,
        NodeType.Skipped when node.Phase == NodePhase.Omitted => true,
        _ => !_isWanted(node),
    };

    private static int Compare(NodeStatus left, NodeStatus right)
    {
        var byTime = Nullable.Compare(left.StartedAt, right.StartedAt);
        if (byTime != 0)
        {
            return byTime;
        }

        if (LoopIndex(left.DisplayName) is { } first && LoopIndex(right.DisplayName) is { } second && first != second)
        {
            return first.CompareTo(second);
        }

        var byName = string.CompareOrdinal(left.DisplayName, right.DisplayName);
        return byName != 0 ? byName : string.CompareOrdinal(left.Id, right.Id);
    }

    /// <summary>The index in <c>name(3:value)</c> or <c>name(3)</c>.</summary>
    private static int? LoopIndex(string? name)
    {
        var open = name?.IndexOf('(', StringComparison.Ordinal) ?? -1;
        if (open < 0)
        {
            return null;
        }

        var end = name!.AsSpan(open + 1).IndexOfAny(':', ')');
        return end > 0 && int.TryParse(name.AsSpan(open + 1, end), out var index) ? index : null;
    }
}
