using Krewe.Expressions;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>Groups of steps, one after the other.</summary>
internal sealed class StepsBody(RunWork work, Invocation invocation) : CompositeBody(work, invocation)
{
    private readonly Dictionary<string, (int Group, LoopFrame? Loop, CallFrame? Call)> _steps = [];
    private readonly Dictionary<string, Producer> _producers = [];
    private int _group = -1;
    private int _open;
    private (int Order, string Id, string? StartError)? _bad;
    private Dictionary<object, int> _order = new(ReferenceEqualityComparer.Instance);

    public override string Kind => "steps";

    private IReadOnlyList<IReadOnlyList<WorkflowStep>> Groups => Template.Steps ?? [];

    public override void Start(bool resumed)
    {
        if (!resumed)
        {
            Invocation.Add(NodeType.Steps, NodePhase.Running);
        }

        Open();
    }

    public override void Advance()
    {
        if (FailsFast() && GroupNode(_group) is { IsFulfilled: false } group)
        {
            EndGroups();
            Finish(NodePhase.Failed, FailFastMessage, outbound: Outbounds.OfChildren(State, group));
            return;
        }

        while (_open == 0)
        {
            if (_group >= 0 && !CloseGroup())
            {
                return;
            }

            _group++;
            if (_group >= Groups.Count)
            {
                var outputs = ResolveOutputs();
                Finish(NodePhase.Succeeded, outputs: outputs, outbound: Outbounds.OfChildren(State, GroupNode(_group - 1)));
                return;
            }

            if (!OpenGroup())
            {
                return;
            }
        }
    }

    public override void CallDone(CallFrame call)
    {
        _open--;
        var node = State.Node(call.NodeId);
        if (call.Error is not null || (node is { FailedOrError: true } && !call.Call.ContinuesOn(node.Phase)))
        {
            NoteBad(_order.GetValueOrDefault(call), call.NodeId, call.Error);
        }

        Work.Enqueue(Invocation);
    }

    public override void LoopDone(LoopFrame loop)
    {
        _open--;
        if (loop.FirstBad is { } bad)
        {
            NoteBad(_order.GetValueOrDefault(loop), bad.Id, bad.StartError);
        }

        Work.Enqueue(Invocation);
    }

    private void NoteBad(int order, string id, string? error)
    {
        if (_bad is not { } bad || order < bad.Order)
        {
            _bad = (order, id, error);
        }
    }

    private string GroupName(int group) => NodeNames.StepGroup(Name, group);

    private RunNode? GroupNode(int group) => Work.NodeByName(GroupName(group));

    // False: the node has ended.
    private bool OpenGroup()
    {
        var name = GroupName(_group);
        var id = Work.IdOf(name);
        if (State.Node(id) is not { } existing)
        {
            Work.Emit(new NodeAdded
            {
                Name = name,
                Type = NodeType.StepGroup,
                Phase = NodePhase.Running,
                At = Work.Now,
                Boundary = Id,
                Parents = Parents(),
                TemplateScope = Source.IsLocal ? null : Source.Text,
            });
        }
        else if (existing.IsFulfilled)
        {
            foreach (var step in Groups[_group])
            {
                _steps[step.Name ?? ""] = (_group, null, null);
            }

            return true;
        }

        _bad = null;
        _order = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var scope = ScopeFor(null);
        var frames = new List<(Call Call, CallFrame? One, LoopFrame? Loop)>();
        try
        {
            foreach (var step in Groups[_group])
            {
                var call = Call.Of(step);
                var (one, loop) = MakeFrames(call, NodeNames.Step(name, call.Name), scope, [id], loopHasNode: false);
                frames.Add((call, one, loop));
            }
        }
        catch (Exception e) when (e is ExpressionException or UserErrorException)
        {
            Work.Emit(new NodeChanged { Id = id, Phase = NodePhase.Error, Message = e.Message, FinishedAt = Work.Now });
            Finish(NodePhase.Failed, e.Message, outbound: Outbounds.OfChildren(State, State.Node(id)));
            return false;
        }

        foreach (var (call, one, loop) in frames)
        {
            _steps[call.Name] = (_group, loop, one);
            Frame frame = one is not null ? one : loop!;
            _order[frame] = _order.Count;
            _open++;
            Work.Enqueue(frame);
        }

        return true;
    }

    // The next group hangs on the last nodes of this one.
    private IReadOnlyList<string> Parents()
    {
        if (_group == 0)
        {
            return [Id];
        }

        var previous = GroupNode(_group - 1);
        if (previous is null)
        {
            return [Id];
        }

        return previous.Children.Count == 0 ? [previous.Id] : Outbounds.OfChildren(State, previous);
    }

    // False: the node has ended.
    private bool CloseGroup()
    {
        var group = GroupNode(_group)!;
        if (!group.IsFulfilled)
        {
            if (_bad is { } bad)
            {
                var message = bad.StartError is null
                    ? FailureOf(bad.Id)
                    : $"step group deemed errored due to child {State.Node(bad.Id)?.Name ?? bad.Id} error: {bad.StartError}";
                Work.Emit(new NodeChanged { Id = group.Id, Phase = bad.StartError is null ? NodePhase.Failed : NodePhase.Error, Message = message, FinishedAt = Work.Now });
            }
            else
            {
                Work.Emit(new NodeChanged { Id = group.Id, Phase = NodePhase.Succeeded, FinishedAt = Work.Now });
            }
        }

        _producers.Clear();
        if (!group.FailedOrError)
        {
            return true;
        }

        Finish(NodePhase.Failed, group.Message, outbound: Outbounds.OfChildren(State, group));
        return false;
    }

    // A suspended node that nobody failed says itself what it lacked.
    private string FailureOf(string id) => State.Node(id) is { Type: NodeType.Suspend, Phase: NodePhase.Error, Message: { Length: > 0 } reason } ? reason : $"child '{id}' failed";

    protected override Producer? Find(string name, string? reader)
    {
        if (!_steps.TryGetValue(name, out var step) || step.Group >= _group)
        {
            return null;
        }

        if (_producers.TryGetValue(name, out var known))
        {
            return known;
        }

        var stepName = NodeNames.Step(GroupName(step.Group), name);
        var producer = Work.NodeByName(stepName) is { } node
            ? Producer.Single(State, node, TemplateOf(step.Group, name))
            : Producer.Loop(GroupNode(step.Group), Turns(step, stepName), TemplateOf(step.Group, name));
        return _producers[name] = producer;
    }

    private IReadOnlyList<RunNode> Turns((int Group, LoopFrame? Loop, CallFrame? Call) step, string stepName)
    {
        if (step.Loop is { } loop)
        {
            return loop.Turns(succeededOnly: true);
        }

        // After a restart the loop of an ended group is known by its nodes alone.
        return (GroupNode(step.Group)?.Children ?? [])
            .Select(State.Node)
            .OfType<RunNode>()
            .Where(n => n.Phase == NodePhase.Succeeded && n.Name.StartsWith(stepName + "(", StringComparison.Ordinal))
            .ToList();
    }

    private Template? TemplateOf(int group, string name)
    {
        var step = Groups[group].FirstOrDefault(s => s.Name == name);
        return step is null ? null : Work.TryResolve(Source, step.Template, step.TemplateRef, step.Inline, name);
    }

    protected override IEnumerable<string> Visible(string? reader) => _steps.Where(s => s.Value.Group < _group).Select(s => s.Key);
}
