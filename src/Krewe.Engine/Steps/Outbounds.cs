using Krewe.Model;

namespace Krewe.Engine;

/// <summary>The last nodes of a piece of the graph: what comes next hangs on them.</summary>
internal static class Outbounds
{
    public static IReadOnlyList<string> OfChildren(RunState state, RunNode? node)
    {
        var all = new List<string>();
        foreach (var child in node?.Children ?? [])
        {
            Collect(state, child, all, 0);
        }

        return all;
    }

    public static IReadOnlyList<string> Of(RunState state, string id)
    {
        var all = new List<string>();
        Collect(state, id, all, 0);
        return all;
    }

    private static void Collect(RunState state, string id, List<string> all, int depth)
    {
        // A status that was handed in may hold a circle.
        if (depth > 1_000 || state.Node(id) is not { } node)
        {
            return;
        }

        switch (node.Type)
        {
            case NodeType.Pod:
                var containers = node.Children.Where(c => state.Node(c)?.Type == NodeType.Container).ToList();
                if (containers.Count == 0)
                {
                    all.Add(id);
                }

                foreach (var container in containers)
                {
                    Collect(state, container, all, depth + 1);
                }

                break;
            case NodeType.Container or NodeType.TaskGroup:
                if (node.Children.Count == 0)
                {
                    all.Add(id);
                }

                foreach (var child in node.Children)
                {
                    Collect(state, child, all, depth + 1);
                }

                break;
            case NodeType.Retry:
                var last = node.Children.LastOrDefault(c => state.Node(c) is { Hooked: false });
                all.Add(last ?? id);
                break;
            case NodeType.Steps or NodeType.Dag when node.OutboundNodes is { Count: > 0 } outbound:
                all.AddRange(outbound);
                break;
            default:
                all.Add(id);
                break;
        }
    }
}
