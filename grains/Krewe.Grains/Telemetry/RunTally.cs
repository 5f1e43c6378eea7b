using Krewe.Engine;
using Krewe.Model;

namespace Krewe.Grains;

/// <summary>Counts what commits of one run say, and keeps how many of its steps wait and run.</summary>
/// <remarks>Fed on the run's own turns; the totals may be read by any thread.</remarks>
internal sealed class RunTally(EngineInstruments instruments)
{
    /// <summary>Steps with containers that have not ended, and whether they run.</summary>
    private readonly Dictionary<string, bool> _open = new(StringComparer.Ordinal);
    private string _phase = "";
    private int _runningSteps;
    private volatile RunTotals _totals = RunTotals.None;

    /// <summary>How the run stands; nothing for one that has ended.</summary>
    public RunTotals Totals => _totals;

    /// <summary>Takes the run as it is, and counts nothing.</summary>
    public void Load(RunState state)
    {
        _phase = state.Phase;
        _open.Clear();
        _runningSteps = 0;
        foreach (var node in state.Nodes.Values.Where(node => node is { Outstanding: true, Type: NodeType.Pod }))
        {
            Open(node.Id, node.Phase == NodePhase.Running);
        }

        Publish(state);
    }

    /// <summary>Takes in a commit.</summary>
    /// <param name="events">What was committed, in order.</param>
    /// <param name="state">The run, which holds it and perhaps more.</param>
    public void Take(IReadOnlyList<RunEvent> events, RunState state)
    {
        foreach (var item in events)
        {
            switch (item)
            {
                case RunChanged { Phase: { } phase }:
                    Enter(phase, state);
                    break;
                case RunRetried:
                    Load(state);
                    if (!IsPart(state))
                    {
                        instruments.WorkflowEntered(_phase, state.Namespace);
                    }

                    break;
                case NodeAdded added:
                    Add(added, added.Id ?? state.IdOf(added.Name), state);
                    break;
                case NodeChanged changed when changed is not { Phase: null, Given: null }:
                    Change(changed, state);
                    break;
            }
        }

        Publish(state);
    }

    private void Enter(string phase, RunState state)
    {
        if (phase == _phase)
        {
            return;
        }

        _phase = phase;
        if (IsPart(state))
        {
            return;
        }

        instruments.WorkflowEntered(phase, state.Namespace);
        if (state.Workflow.Spec.WorkflowTemplateRef is not { Name: { Length: > 0 } template } reference)
        {
            return;
        }

        var isCluster = reference.ClusterScope == true;
        // A template of the cluster has no namespace of its own.
        var @namespace = isCluster ? "" : state.Namespace;
        instruments.TemplateEntered(phase, template, @namespace, isCluster);
        if (WorkflowPhase.IsCompleted(phase) && state is { StartedAt: { } began, FinishedAt: { } ended })
        {
            instruments.TemplateRan(ended - began, template, @namespace, isCluster);
        }
    }

    private void Add(NodeAdded added, string id, RunState state)
    {
        if (added.Name == state.Config.Part?.NodeName)
        {
            // The run that holds the part counts it.
            return;
        }

        instruments.NodeStarted(added.Type);
        if (added is { Given: true, Type: NodeType.Pod })
        {
            instruments.PodEntered(NodePhase.Pending, state.Namespace);
            Open(id, runs: false);
            EnterPod(id, added.Phase, state);
        }

        if (NodePhase.IsCompleted(added.Phase))
        {
            instruments.NodeEnded(added.Type, added.Phase);
        }
    }

    private void Change(NodeChanged changed, RunState state)
    {
        var type = changed.Type ?? state.Nodes.GetValueOrDefault(changed.Id)?.Type ?? "";
        if (changed.Given == true && type == NodeType.Pod && !_open.ContainsKey(changed.Id))
        {
            instruments.PodEntered(NodePhase.Pending, state.Namespace);
            Open(changed.Id, runs: false);
        }

        if (changed.Phase is { } phase)
        {
            EnterPod(changed.Id, phase, state);
            if (NodePhase.IsCompleted(phase))
            {
                instruments.NodeEnded(type, phase);
            }
        }

        if (changed.Given == false)
        {
            Close(changed.Id);
        }
    }

    private void EnterPod(string id, string phase, RunState state)
    {
        if (!_open.TryGetValue(id, out var runs))
        {
            return;
        }

        if (NodePhase.IsCompleted(phase))
        {
            // A pod knows no error: what cannot be started has failed.
            instruments.PodEntered(phase == NodePhase.Error ? NodePhase.Failed : phase, state.Namespace);
            Close(id);
        }
        else if (phase == NodePhase.Running && !runs)
        {
            instruments.PodEntered(phase, state.Namespace);
            Open(id, runs: true);
        }
    }

    private void Open(string id, bool runs)
    {
        Close(id);
        _open[id] = runs;
        _runningSteps += runs ? 1 : 0;
    }

    private void Close(string id)
    {
        if (_open.Remove(id, out var runs) && runs)
        {
            _runningSteps--;
        }
    }

    // A part is no workflow, but its steps are steps.
    private static bool IsPart(RunState state) => state.Config.Part is not null;

    private void Publish(RunState state)
    {
        var totals = state.IsCompleted ? RunTotals.None : new RunTotals(IsPart(state) ? 0 : 1, _open.Count - _runningSteps, _runningSteps, _runningSteps > 0 ? 1 : 0);
        if (totals != _totals)
        {
            _totals = totals;
        }
    }
}
