namespace Krewe.Model.Analysis;

/// <summary>Finds the chain of nodes that decided how long a run took: had one of them been quicker, the run would have been.</summary>
/// <remarks>
/// From the node that ended last back to that which it waited for longest, and so on. What a node waited for is read from the run's graph,
/// through the nodes that only group others.
/// </remarks>
public static class CriticalPath
{
    /// <summary>The chain, its first node first. From the run's start on, each begins where the one before it ends or later, and none overlap.</summary>
    /// <param name="tree">The run's nodes.</param>
    /// <param name="startedAt">When the run started.</param>
    /// <param name="now">The present, for nodes that are not over.</param>
    public static IReadOnlyList<CriticalStep> Of(NodeTree tree, DateTimeOffset startedAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var before = Edges(tree);
        var chain = new List<TreeNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var node = Last(tree.Nodes.Where(IsWork), now); node is not null && seen.Add(node.Id); node = Awaited(tree, node, before))
        {
            chain.Add(node);
        }

        chain.Reverse();
        var steps = new List<CriticalStep>(chain.Count);
        var after = startedAt;
        foreach (var node in chain)
        {
            steps.Add(new CriticalStep(node, after, End(node, now)));
            after = End(node, now);
        }

        return steps;
    }

    /// <summary>Whether a node does work or waits for somebody, rather than hold others.</summary>
    public static bool IsWork(TreeNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.StartedAt is not null && node.Status is { } status && (NodeType.IsWork(status.Type) || status.Type == NodeType.Suspend);
    }

    private static Dictionary<string, List<TreeNode>> Edges(NodeTree tree)
    {
        var before = new Dictionary<string, List<TreeNode>>(StringComparer.Ordinal);
        foreach (var node in tree.Nodes)
        {
            foreach (var child in node.Status?.Children ?? [])
            {
                if (!before.TryGetValue(child, out var list))
                {
                    before[child] = list = [];
                }

                list.Add(node);
            }
        }

        return before;
    }

    /// <summary>Of what a node waited for, that which ended last; null when it waited for nothing but the run's start.</summary>
    private static TreeNode? Awaited(NodeTree tree, TreeNode node, Dictionary<string, List<TreeNode>> before)
    {
        if (node is { Index: > 0, Parent: { Type: NodeType.Retry } retry, Status.NodeFlag.Retried: true }
            && retry.Children.LastOrDefault(other => other.Index >= 0 && other.Index < node.Index && IsWork(other)) is { } attempt && EndedBefore(attempt, node))
        {
            return attempt;
        }

        var (found, seen, open) = (new List<TreeNode>(), new HashSet<string>(StringComparer.Ordinal), new Stack<TreeNode>([node]));
        while (open.TryPop(out var at))
        {
            foreach (var earlier in before.GetValueOrDefault(at.Id) ?? [])
            {
                if (!seen.Add(earlier.Id))
                {
                    continue;
                }

                if (IsWork(earlier))
                {
                    found.Add(earlier);
                }
                else
                {
                    open.Push(earlier);
                }
            }
        }

        if (found.Count == 0 && Top(node) is { } top && tree.Roots.Count > 0 && top != tree.Roots[0])
        {
            // Handlers that run at the end hang on nothing: they waited for all that was there.
            found.AddRange(tree.Nodes.Where(other => IsWork(other) && Top(other) != top));
        }

        return found.Where(earlier => EndedBefore(earlier, node)).MaxBy(earlier => (earlier.FinishedAt, earlier.Id));
    }

    private static bool EndedBefore(TreeNode earlier, TreeNode node) => earlier.FinishedAt <= node.StartedAt;

    private static TreeNode? Last(IEnumerable<TreeNode> nodes, DateTimeOffset now) => nodes.MaxBy(node => (End(node, now), node.Id));

    private static DateTimeOffset End(TreeNode node, DateTimeOffset now) => node.FinishedAt ?? (now < node.StartedAt ? node.StartedAt.Value : now);

    private static TreeNode Top(TreeNode node)
    {
        while (node.Parent is { } parent)
        {
            node = parent;
        }

        return node;
    }
}
