using System.Globalization;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Progress and resource duration of nodes that hold others, summed up when the run is looked at, not when it moves.</summary>
internal sealed class NodeTotals
{
    private readonly RunState _state;
    private readonly Dictionary<string, Totals> _byBoundary = [];
    private readonly Totals _run = new();

    public NodeTotals(RunState state)
    {
        _state = state;
        foreach (var node in state.Nodes.Values)
        {
            if (!Counts(node))
            {
                continue;
            }

            _run.Add(node);
            var boundary = node.BoundaryId;
            for (var depth = 0; boundary is not null && depth < 200; depth++)
            {
                Of(boundary).Add(node);
                boundary = state.Node(boundary)?.BoundaryId;
            }
        }
    }

    /// <summary>The sums of the run alone.</summary>
    public static NodeSums OfRun(RunState state)
    {
        var totals = new Totals();
        foreach (var node in state.Nodes.Values)
        {
            if (Counts(node))
            {
                totals.Add(node);
            }
        }

        return new NodeSums(totals.Progress, totals.Resources);
    }

    /// <summary>Whether nodes of that type are units of progress, rather than sums.</summary>
    public static bool Counts(string nodeType) => NodeType.IsWork(nodeType) || nodeType == NodeType.Suspend;

    // A part tells how much is in it.
    private static bool Counts(RunNode node) => Counts(node.Type) || node.PartUid is not null;

    public string? RunProgress => _run.Progress;

    public IReadOnlyDictionary<string, long>? RunResources => _run.Resources;

    public IReadOnlyDictionary<string, NodeStatus> Nodes()
    {
        var nodes = new SortedDictionary<string, NodeStatus>(StringComparer.Ordinal);
        foreach (var node in _state.Nodes.Values)
        {
            nodes[node.Id] = Status(node);
        }

        return nodes;
    }

    private NodeStatus Status(RunNode node)
    {
        var status = node.ToStatus();
        if (_state.Config.Estimates is { } estimates && node.Name.StartsWith(_state.Name, StringComparison.Ordinal) && estimates.TryGetValue(node.Name[_state.Name.Length..], out var seconds))
        {
            status = status with { EstimatedDuration = seconds };
        }

        var totals = node.Type switch
        {
            NodeType.Steps or NodeType.Dag => _byBoundary.GetValueOrDefault(node.Id),
            NodeType.Retry or NodeType.TaskGroup or NodeType.StepGroup => BelowOf(node),
            _ => null,
        };
        return totals is null ? status : status with { Progress = totals.Progress, ResourcesDuration = totals.Resources };
    }

    // Groups, loops and retries hold what hangs directly on them.
    private Totals BelowOf(RunNode node)
    {
        var totals = new Totals();
        foreach (var child in node.Children)
        {
            if (_state.Node(child) is { } below && Counts(below))
            {
                totals.Add(below);
            }
            else if (_byBoundary.TryGetValue(child, out var inner))
            {
                totals.Add(inner);
            }
        }

        return totals;
    }

    private Totals Of(string boundary)
    {
        if (!_byBoundary.TryGetValue(boundary, out var totals))
        {
            _byBoundary[boundary] = totals = new Totals();
        }

        return totals;
    }

    private sealed class Totals
    {
        private readonly SortedDictionary<string, long> _resources = new(StringComparer.Ordinal);
        private long _done;
        private long _all;

        public string? Progress => _all == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{_done}/{_all}");

        public IReadOnlyDictionary<string, long>? Resources => _resources.Count == 0 ? null : _resources;

        public void Add(RunNode node)
        {
            if (ProgressText.TryParse(node.Progress, out var done, out var all))
            {
                _done += done;
                _all += all;
            }

            Add(node.ResourcesDuration);
        }

        public void Add(Totals other)
        {
            _done += other._done;
            _all += other._all;
            Add(other._resources);
        }

        private void Add(IReadOnlyDictionary<string, long>? resources)
        {
            foreach (var (name, amount) in resources ?? new Dictionary<string, long>())
            {
                _resources[name] = _resources.GetValueOrDefault(name) + amount;
            }
        }
    }
}
