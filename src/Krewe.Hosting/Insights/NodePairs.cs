using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>Nodes that did work, by their place in a run, which is the same in every run of it.</summary>
internal static class NodePairs
{
    /// <summary>The nodes of both runs with the place that each has, in the order in which they began in the first run.</summary>
    public static IReadOnlyList<(string Place, NodeStatus? Left, NodeStatus? Right)> Of(Workflow left, Workflow right)
    {
        var (one, other) = (ByPlace(left), ByPlace(right));
        return [.. one.Keys.Union(other.Keys, StringComparer.Ordinal).Select(place => (place, one.GetValueOrDefault(place), other.GetValueOrDefault(place)))];
    }

    /// <summary>Of a retried node it is the last attempt.</summary>
    private static Dictionary<string, NodeStatus> ByPlace(Workflow run)
    {
        var nodes = new Dictionary<string, NodeStatus>(StringComparer.Ordinal);
        var working = (run.Status?.Nodes?.Values ?? []).Where(node => node.Type is not (NodeType.Steps or NodeType.Dag or NodeType.StepGroup or NodeType.TaskGroup or NodeType.Retry));
        foreach (var node in working.OrderBy(node => node.StartedAt ?? DateTimeOffset.MaxValue).ThenBy(node => node.Id, StringComparer.Ordinal))
        {
            nodes[PlaceOf(run.Metadata.Name ?? "", node)] = node;
        }

        return nodes;
    }

    private static string PlaceOf(string runName, NodeStatus node)
    {
        // An attempt is its node's name with its number in brackets.
        var name = node.NodeFlag?.Retried == true && node.Name.LastIndexOf('(') is > 0 and var attempt ? node.Name[..attempt] : node.Name;
        var place = name.StartsWith(runName, StringComparison.Ordinal) ? name[runName.Length..].TrimStart('.') : name;
        return place.Length == 0 ? "/" : place;
    }
}
