using System.Globalization;
using Krewe.Client;
using Krewe.Model.Analysis;
using Krewe.Model.Runs;

namespace Krewe.Hosting;

/// <summary>Cuts pages out of a run's nodes. Pure.</summary>
internal static class NodePages
{
    /// <summary>Most nodes of one answer, whatever its levels.</summary>
    public const int MostInAll = 2_000;

    public static NodePage Of(RunView view, NodesQuery query)
    {
        Require(query.Limit is >= 1 and <= NodesQuery.MostNodes, $"limit must be from 1 to {NodesQuery.MostNodes}");
        Require(query.Depth is >= 1 and <= NodesQuery.MostLevels, $"depth must be from 1 to {NodesQuery.MostLevels}");
        var parent = query.Parent is { Length: > 0 } id
            ? view.Tree.Find(id) ?? throw new KreweException(KreweErrorCode.NotFound, $"run '{view.Workflow.Metadata.Name}' has no node '{id}'")
            : null;
        var content = parent?.Children ?? view.Tree.Roots;
        var found = (query.Everywhere ? NodeTree.Walk(content) : content).Where(node => Matches(node, query)).ToList();
        var from = PlaceOf(query.Continue, found);
        var room = MostInAll;
        var items = new List<NodeItem>();
        foreach (var node in found.Skip(from).Take(query.Limit))
        {
            room--;
            items.Add(query.Everywhere ? NodeItems.Of(view, node) : Nested(view, node, query, query.Depth - 1, ref room));
        }

        var next = from + items.Count;
        return new NodePage
        {
            Uid = RunParts.RunOf(view.Uid),
            Phase = view.Phase,
            Version = view.Version,
            Parent = parent is null ? null : NodeItems.Of(view, parent),
            Total = found.Count,
            Items = items,
            Continue = next < found.Count ? TokenOf(next, found[next - 1]) : null,
        };
    }

    private static NodeItem Nested(RunView view, TreeNode node, NodesQuery query, int levels, ref int room)
    {
        var item = NodeItems.Of(view, node);
        if (levels == 0 || node.Children.Count == 0)
        {
            return item;
        }

        var below = new List<NodeItem>();
        var found = node.Children.Where(child => Matches(child, query)).ToList();
        foreach (var child in found.Take(query.Limit))
        {
            if (--room < 0)
            {
                break;
            }

            below.Add(Nested(view, child, query, levels - 1, ref room));
        }

        return item with { Items = below, Continue = below.Count == found.Count ? null : below.Count == 0 ? "" : TokenOf(below.Count, found[below.Count - 1]) };
    }

    private static bool Matches(TreeNode node, NodesQuery query) =>
        (query.Phases.Count == 0 || query.Phases.Contains(node.Phase, StringComparer.OrdinalIgnoreCase))
        && (query.Name is not { Length: > 0 } part || node.DisplayName.Contains(part, StringComparison.OrdinalIgnoreCase));

    // The number helps where the node itself has left the list since, as one that was filtered by phase may.
    private static string TokenOf(int next, TreeNode last) => string.Create(CultureInfo.InvariantCulture, $"{next}.{last.Id}");

    private static int PlaceOf(string? token, List<TreeNode> found)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        var parts = token.Split('.', 2);
        Require(parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _), "the continue token is not one of ours");
        var last = found.FindIndex(node => node.Id == parts[1]);
        return last >= 0 ? last + 1 : Math.Min(int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), found.Count);
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, message);
        }
    }
}
