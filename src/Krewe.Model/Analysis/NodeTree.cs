using System.Globalization;

namespace Krewe.Model.Analysis;

/// <summary>
/// The nodes of a run by what contains what: a template's steps below it, groups between them, loop items and attempts below
/// their group. (A node's own <c>children</c> are what comes after it, which is another question.)
/// </summary>
public sealed class NodeTree
{
    /// <summary>Type of a loop of a step, for which Argo has no node.</summary>
    public const string LoopType = "Loop";

    private readonly Dictionary<string, TreeNode> _nodes = new(StringComparer.Ordinal);

    private NodeTree()
    {
    }

    /// <summary>What nothing contains: the run's first node, then handlers that run after it.</summary>
    public IReadOnlyList<TreeNode> Roots { get; private set; } = [];

    /// <summary>How many nodes there are, loops without a node among them.</summary>
    public int Count => _nodes.Count;

    /// <summary>All nodes in no order.</summary>
    public IReadOnlyCollection<TreeNode> Nodes => _nodes.Values;

    /// <summary>The node with an ID; null when there is none.</summary>
    public TreeNode? Find(string id) => _nodes.GetValueOrDefault(id);

    /// <summary>Puts nodes in their places; costs a few steps for each.</summary>
    public static NodeTree Of(IReadOnlyCollection<NodeStatus> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var tree = new NodeTree();
        foreach (var node in nodes)
        {
            tree._nodes[node.Id] = new TreeNode(node.Id, node.Name, node.DisplayName ?? node.Name, node.Type)
            {
                Status = node,
                Index = IndexOf(node.Name),
                Phase = string.IsNullOrEmpty(node.Phase) ? NodePhase.Pending : node.Phase,
                StartedAt = node.StartedAt,
                FinishedAt = node.FinishedAt,
            };
        }

        var below = tree.Place(nodes);
        tree.Arrange(below);
        return tree;
    }

    /// <summary>A node and all below it, what contains before what is contained.</summary>
    public static IEnumerable<TreeNode> Walk(IEnumerable<TreeNode> from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var open = new Stack<TreeNode>(from.Reverse());
        while (open.TryPop(out var node))
        {
            yield return node;
            for (var i = node.Children.Count - 1; i >= 0; i--)
            {
                open.Push(node.Children[i]);
            }
        }
    }

    private Dictionary<string, List<TreeNode>> Place(IReadOnlyCollection<NodeStatus> nodes)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in nodes.Where(node => node.Type is NodeType.StepGroup or NodeType.TaskGroup or NodeType.Retry))
        {
            // What comes after a group is among its children, too: only what is named after it is in it.
            var begin = group.Name + (group.Type == NodeType.StepGroup ? "." : "(");
            foreach (var child in (group.Children ?? []).Where(child => _nodes.TryGetValue(child, out var found) && found.Name.StartsWith(begin, StringComparison.Ordinal)))
            {
                groups[child] = group.Id;
            }
        }

        var below = new Dictionary<string, List<TreeNode>>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var parent = groups.GetValueOrDefault(node.Id) ?? node.BoundaryID ?? "";
            Add(below, _nodes.ContainsKey(parent) && parent != node.Id ? parent : "", _nodes[node.Id]);
        }

        return below;
    }

    private void Arrange(Dictionary<string, List<TreeNode>> below)
    {
        foreach (var (parent, children) in below.Where(entry => _nodes.GetValueOrDefault(entry.Key)?.Type == NodeType.StepGroup).ToList())
        {
            below[parent] = Folded(parent, children, below);
        }

        foreach (var (parent, children) in below)
        {
            children.Sort(Compare);
            if (_nodes.TryGetValue(parent, out var node))
            {
                node.Children = children;
                children.ForEach(child => child.Parent = node);
            }
            else
            {
                Roots = children;
            }
        }

        // From the bottom up, without a call for each level.
        foreach (var node in Walk(Roots).Reverse())
        {
            Sum(node);
        }
    }

    /// <summary>Items of the loop of a step become one.</summary>
    private List<TreeNode> Folded(string stepGroup, List<TreeNode> children, Dictionary<string, List<TreeNode>> below)
    {
        var folded = new List<TreeNode>();
        foreach (var group in children.GroupBy(child => LoopName(child.Name), StringComparer.Ordinal))
        {
            if (group.Key.Length == 0)
            {
                folded.AddRange(group);
                continue;
            }

            var first = group.First();
            var open = first.DisplayName.IndexOf('(', StringComparison.Ordinal);
            var loop = new TreeNode($"{stepGroup}~{group.Key[(group.Key.LastIndexOf('.') + 1)..]}", group.Key, open > 0 ? first.DisplayName[..open] : first.DisplayName, LoopType);
            _nodes[loop.Id] = loop;
            below[loop.Id] = [.. group];
            folded.Add(loop);
        }

        return folded;
    }

    private static void Sum(TreeNode node)
    {
        if (node.Children.Count > 0)
        {
            node.ChildPhases = PhaseTally.Count(node.Children.Select(child => child.Phase));
            var work = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var child in node.Children)
            {
                if (child.Children.Count == 0)
                {
                    work[child.Phase] = work.GetValueOrDefault(child.Phase) + 1;
                }

                foreach (var (phase, count) in child.WorkPhases)
                {
                    work[phase] = work.GetValueOrDefault(phase) + count;
                }
            }

            node.WorkPhases = work;
        }

        if (node.Status is null)
        {
            node.Phase = PhaseTally.Of(node.ChildPhases);
            node.StartedAt = node.Children.Min(child => child.StartedAt);
            node.FinishedAt = node.Children.All(child => child.FinishedAt is not null) ? node.Children.Max(child => child.FinishedAt) : null;
        }
    }

    private static void Add(Dictionary<string, List<TreeNode>> below, string parent, TreeNode node)
    {
        if (!below.TryGetValue(parent, out var list))
        {
            below[parent] = list = [];
        }

        list.Add(node);
    }

    private static int Compare(TreeNode left, TreeNode right)
    {
        var order = left.Index.CompareTo(right.Index);
        order = order != 0 ? order : (left.StartedAt ?? DateTimeOffset.MaxValue).CompareTo(right.StartedAt ?? DateTimeOffset.MaxValue);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    }

    // "step(3:item)" or "step(3)" or "steps[3]".
    private static int IndexOf(string name)
    {
        var open = name.Length > 0 ? name[^1] switch { ')' => name.LastIndexOf('('), ']' => name.LastIndexOf('['), _ => -1 } : -1;
        var digits = open < 0 ? [] : name.AsSpan(open + 1);
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return length > 0 && digits[length] is ':' or ')' or ']' && int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
    }

    /// <summary>Name of the loop that an item belongs to; empty for a node that is no item.</summary>
    private static string LoopName(string name)
    {
        var open = name.EndsWith(')') ? name.LastIndexOf('(') : -1;
        var colon = open < 0 ? -1 : name.AsSpan(open + 1).IndexOf(':');
        return colon > 0 && name.AsSpan(open + 1, colon).IndexOfAnyExceptInRange('0', '9') < 0 ? name[..open] : "";
    }
}
