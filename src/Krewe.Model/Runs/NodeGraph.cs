namespace Krewe.Model.Runs;

/// <summary>The nodes of a workflow with their children and, of each, one parent.</summary>
internal sealed class NodeGraph
{
    private readonly IReadOnlyDictionary<string, NodeStatus> _nodes;
    private readonly Dictionary<string, NodeStatus> _parents = new(StringComparer.Ordinal);

    private NodeGraph(IReadOnlyDictionary<string, NodeStatus> nodes) => _nodes = nodes;

    /// <summary>The graph, or the reason why the nodes are none.</summary>
    public static (NodeGraph? Graph, string? Error) Of(Workflow workflow, string rootName)
    {
        var nodes = workflow.Status?.Nodes ?? new Dictionary<string, NodeStatus>();
        var graph = new NodeGraph(nodes);
        foreach (var node in nodes.Values.OrderBy(node => node.Id, StringComparer.Ordinal))
        {
            foreach (var child in node.Children ?? [])
            {
                if (!nodes.ContainsKey(child))
                {
                    return (null, $"couldn't obtain child {child}");
                }

                // Of several parents the last in the order of IDs is taken, so that every retry resets the same nodes.
                graph._parents[child] = node;
            }
        }

        var exitHandler = NodeNames.ExitHandler(workflow.Metadata.Name ?? "");
        var orphan = nodes.Values.FirstOrDefault(node =>
            !graph._parents.ContainsKey(node.Id) && node.Name != rootName && !node.Name.StartsWith(exitHandler, StringComparison.Ordinal));
        return orphan is null ? (graph, null) : (null, $"couldn't find parent node for {orphan.Id}");
    }

    public NodeStatus? ParentOf(NodeStatus node) => _parents.GetValueOrDefault(node.Id);

    /// <summary>All nodes below a node.</summary>
    public HashSet<string> Below(NodeStatus node)
    {
        var below = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<NodeStatus>([node]);
        while (open.TryDequeue(out var next))
        {
            foreach (var child in (next.Children ?? []).Where(below.Add))
            {
                open.Enqueue(_nodes[child]);
            }
        }

        return below;
    }

    /// <summary>The nodes reached from the root, near ones first.</summary>
    public IReadOnlyList<NodeStatus> FromRoot(string rootName)
    {
        if (_nodes.Values.FirstOrDefault(node => node.Name == rootName) is not { } root)
        {
            return [];
        }

        var seen = new HashSet<string>(StringComparer.Ordinal) { root.Id };
        var ordered = new List<NodeStatus> { root };
        for (var i = 0; i < ordered.Count; i++)
        {
            ordered.AddRange((ordered[i].Children ?? []).Where(seen.Add).Select(child => _nodes[child]));
        }

        return ordered;
    }

    /// <summary>Whether something below a node succeeded that is not to be done again.</summary>
    public static bool HasSucceededDescendant(IReadOnlyDictionary<string, NodeStatus> nodes, NodeStatus node, IReadOnlySet<string> again)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<NodeStatus>([node]);
        while (open.TryPop(out var next))
        {
            foreach (var id in (next.Children ?? []).Where(seen.Add))
            {
                if (!nodes.TryGetValue(id, out var child))
                {
                    continue;
                }

                if (child.Phase == NodePhase.Succeeded && !again.Contains(id))
                {
                    return true;
                }

                open.Push(child);
            }
        }

        return false;
    }
}
