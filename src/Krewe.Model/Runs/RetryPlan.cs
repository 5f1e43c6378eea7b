namespace Krewe.Model.Runs;

/// <summary>What a retry has to do to a finished workflow's nodes: which start anew and which go.</summary>
internal sealed class RetryPlan(NodeGraph graph)
{
    public HashSet<string> Reset { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Delete { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes a node and all below it away and lets what encloses it run again. Returns why that is not possible, or null.</summary>
    /// <param name="node">The node.</param>
    /// <param name="keep">The node itself stays and runs again, without what is below it.</param>
    public string? Redo(NodeStatus node, bool keep = false)
    {
        Delete.UnionWith(graph.Below(node));
        _ = keep ? Reset.Add(node.Id) : Delete.Add(node.Id);

        var current = graph.ParentOf(node) is null ? null : node;
        while (current is { } at)
        {
            string? error = null;
            if (at.Type is NodeType.Dag or NodeType.TaskGroup or NodeType.StepGroup or NodeType.Steps)
            {
                Reset.Add(at.Id);
                (current, error) = ResetBoundaries(at);
            }
            else if (at.Type == NodeType.Container)
            {
                (current, error) = DeletePod(at);
            }
            else
            {
                if (at is { Type: NodeType.Retry, Phase: NodePhase.Failed or NodePhase.Error })
                {
                    Reset.Add(at.Id);
                }

                current = graph.ParentOf(at);
            }

            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    private (NodeStatus? Next, string? Error) ResetBoundaries(NodeStatus from)
    {
        var current = from;
        while (true)
        {
            var parent = graph.ParentOf(current);
            if (parent?.Type == NodeType.Retry)
            {
                Reset.Add(parent.Id);
                current = parent;
                parent = graph.ParentOf(current);
            }

            if (parent?.Type is NodeType.StepGroup or NodeType.TaskGroup)
            {
                Reset.Add(parent.Id);
            }

            if (string.IsNullOrEmpty(current.BoundaryID))
            {
                return (parent, null);
            }

            var boundary = current.BoundaryID;
            if (UpTo(current, node => node.Id == boundary) is not { } found)
            {
                return (null, "was seeking node but ran out of nodes to explore");
            }

            Reset.Add(found.Id);
            current = found;
        }
    }

    // A container does not run again by itself: its pod does, with all its containers.
    private (NodeStatus? Next, string? Error) DeletePod(NodeStatus container)
    {
        if (UpTo(container, node => node.Type == NodeType.Pod) is not { } pod)
        {
            return (null, "was seeking node but ran out of nodes to explore");
        }

        Delete.Add(pod.Id);
        Delete.UnionWith(graph.Below(pod));
        return (graph.ParentOf(pod), null);
    }

    private NodeStatus? UpTo(NodeStatus from, Func<NodeStatus, bool> isIt)
    {
        for (var node = from; node is not null; node = graph.ParentOf(node))
        {
            if (isIt(node))
            {
                return node;
            }
        }

        return null;
    }
}
