namespace Krewe.Model.Runs;

/// <summary>Puts the nodes of parts where they stand in their run, so that it looks as if it had never been split. Pure.</summary>
/// <param name="run">The run, with each of its parts as one node.</param>
public sealed class RunAssembly(Workflow run)
{
    private readonly Dictionary<string, NodeStatus> _nodes = new(run.Status?.Nodes ?? new Dictionary<string, NodeStatus>(), StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _outbounds = new(StringComparer.Ordinal);
    private SortedDictionary<string, Template>? _templates;

    /// <summary>How many nodes are in place.</summary>
    public int Count => _nodes.Count;

    /// <summary>Nodes whose parts have not been put in.</summary>
    public IReadOnlyCollection<NodeStatus> Open => _open ??= Parts(_nodes.Values);

    private List<NodeStatus>? _open;

    /// <summary>Puts a part in the place of its node.</summary>
    /// <param name="node">One of <see cref="Open"/>.</param>
    /// <param name="part">The part.</param>
    /// <returns>Parts that have come with it.</returns>
    public IReadOnlyList<NodeStatus> Put(NodeStatus node, Workflow part)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(part);
        var outer = _nodes[node.Id];
        var inside = Distinct(part.Status?.Nodes ?? new Dictionary<string, NodeStatus>(), node);
        foreach (var (id, inner) in inside.Where(entry => entry.Key != node.Id))
        {
            _nodes[id] = inner;
        }

        var root = inside.GetValueOrDefault(node.Id);
        // What comes after a retried node hangs on its last attempt itself.
        var last = outer.NodeFlag?.Retried != true && root?.OutboundNodes is { Count: > 0 } outbound ? outbound : [node.Id];
        _outbounds[node.Id] = last;
        _nodes[node.Id] = outer with
        {
            Children = Joined(root?.Children, outer.Children?.Where(IsHook)),
            OutboundNodes = root?.OutboundNodes,
            Progress = root?.Progress ?? outer.Progress,
            ResourcesDuration = root?.ResourcesDuration ?? outer.ResourcesDuration,
        };
        // What comes after the part hangs on its last nodes; its hooks hang on itself.
        foreach (var end in last.Where(_nodes.ContainsKey))
        {
            _nodes[end] = _nodes[end] with { Children = Joined(_nodes[end].Children, outer.Children?.Where(child => !IsHook(child))) };
        }

        foreach (var (key, template) in part.Status?.StoredTemplates ?? new Dictionary<string, Template>())
        {
            (_templates ??= new SortedDictionary<string, Template>((run.Status?.StoredTemplates ?? new Dictionary<string, Template>()).ToDictionary(), StringComparer.Ordinal))[key] = template;
        }

        var came = Parts(inside.Values.Where(inner => inner.Id != node.Id));
        _open = [.. Open.Where(other => other.Id != node.Id), .. came];
        return came;
    }

    /// <summary>The run with all that has been put in.</summary>
    public Workflow Assemble()
    {
        foreach (var node in _nodes.Values.Where(node => node.OutboundNodes?.Any(_outbounds.ContainsKey) == true).ToList())
        {
            _nodes[node.Id] = node with { OutboundNodes = [.. node.OutboundNodes!.SelectMany(Ends)] };
        }

        return run with
        {
            Status = run.Status! with
            {
                Nodes = new SortedDictionary<string, NodeStatus>(_nodes, StringComparer.Ordinal),
                StoredTemplates = _templates ?? run.Status.StoredTemplates,
                Conditions = Open.Count == 0 ? run.Status.Conditions : [.. run.Status.Conditions ?? [], Missing(Open.Count)],
            },
        };
    }

    // IDs are distinct within one log alone: of two parts of some ten thousand nodes two may be equal.
    private IReadOnlyDictionary<string, NodeStatus> Distinct(IReadOnlyDictionary<string, NodeStatus> inside, NodeStatus root)
    {
        var part = RunParts.UidOf(root)!;
        var twice = inside.Keys.Where(id => id != root.Id && _nodes.ContainsKey(id)).ToDictionary(id => id, id => RunParts.NodeIn(part, id), StringComparer.Ordinal);
        return twice.Count == 0 ? inside : inside.Values.Select(node => node with
        {
            Id = New(node.Id),
            BoundaryID = node.BoundaryID is null ? null : New(node.BoundaryID),
            Children = node.Children?.Select(New).ToList(),
            OutboundNodes = node.OutboundNodes?.Select(New).ToList(),
        }).ToDictionary(node => node.Id, StringComparer.Ordinal);

        string New(string id) => twice.GetValueOrDefault(id, id);
    }

    private bool IsHook(string id) => _nodes.GetValueOrDefault(id)?.NodeFlag?.Hooked == true;

    private static List<string>? Joined(IReadOnlyList<string>? some, IEnumerable<string>? more)
    {
        List<string> all = [.. some ?? [], .. more ?? []];
        return all.Count > 0 ? all : null;
    }

    private IEnumerable<string> Ends(string id) => _outbounds.TryGetValue(id, out var last) ? last.SelectMany(end => end == id ? [end] : Ends(end)) : [id];

    private static Condition Missing(int count) => new()
    {
        Type = "NodesInParts",
        Status = "True",
        Message = $"the run has more nodes than one answer holds: what is below {count} of them is to be read by pages",
    };

    private static List<NodeStatus> Parts(IEnumerable<NodeStatus> nodes) => [.. nodes.Where(node => RunParts.UidOf(node) is not null)];
}
