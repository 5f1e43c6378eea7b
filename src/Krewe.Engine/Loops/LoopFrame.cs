using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>
/// The turns of one loop. They are a range until started: only a window of them is open at a time, and a turn that ends opens
/// the next.
/// </summary>
internal sealed class LoopFrame : Frame, ICallOwner
{
    private readonly CompositeBody _owner;
    private readonly LoopItems _items;
    private readonly TagTemplate _text;
    private readonly TagScope _scope;
    private readonly string? _when;
    private readonly IReadOnlyList<string> _parents;
    private readonly bool _hasNode;
    private NodeKey _key;
    private int _next;
    private int _open;
    private int _worst = -1;
    private bool _done;

    public LoopFrame(RunWork work, CompositeBody owner, Call call, string nodeName, LoopItems items, IReadOnlyList<string> parents, bool hasNode)
        : base(work)
    {
        _owner = owner;
        _items = items;
        _when = call.When;
        _parents = parents;
        _hasNode = hasNode;
        Call = call;
        NodeName = nodeName;
        _key = new NodeKey(State, nodeName);
        _scope = owner.ScopeFor(call.Name);

        // The list can be large and is not part of a turn; hooks are rendered when they run.
        _text = Render.Parse(call with { WithItems = null, WithParam = null, WithSequence = null, Hooks = null, When = null }, EngineJson.Plain.Call);
    }

    public Call Call { get; }

    public string NodeName { get; }

    /// <summary>ID of the group node (of a DAG's loop).</summary>
    public string NodeId => _key.Id;

    public int Succeeded { get; private set; }

    public int Failed { get; private set; }

    /// <summary>A turn that ended badly: the first one in order decides for steps.</summary>
    public (int Index, string Id, string Phase, string? StartError)? FirstBad { get; private set; }

    /// <summary>Phase of the loop as a whole: that of the last turn that ended badly, else Succeeded.</summary>
    public string Phase { get; private set; } = NodePhase.Succeeded;

    public int Count => _items.Count;

    public override void Advance()
    {
        if (_done || (_key.Node is null && _owner.HasEnded))
        {
            return;
        }

        if (_hasNode && _key.Node is null)
        {
            Work.Emit(new NodeAdded
            {
                Name = NodeName,
                Type = NodeType.TaskGroup,
                Phase = NodePhase.Running,
                At = Work.Now,
                Parents = _parents,
                Boundary = _owner.Boundary.Id,
                Template = Call.TemplateRef is null ? Call.Template : null,
                TemplateRef = Call.TemplateRef,
                TemplateScope = _owner.Source.IsLocal ? null : _owner.Source.Text,
            });
        }

        var halted = Work.HaltMessage(_owner.OnExit);
        while (_next < _items.Count && _open < Window && halted is null)
        {
            OpenNext();
        }

        if (halted is not null && _next < _items.Count)
        {
            OpenExisting();

            // Turns that were never opened end with the loop.
            Phase = NodePhase.Failed;
            FirstBad ??= (_next, NodeId, NodePhase.Failed, halted);
            _next = _items.Count;
        }

        if (_open == 0 && _next == _items.Count)
        {
            _done = true;
            if (_hasNode && _key.Node is { IsFulfilled: false })
            {
                Work.Emit(new NodeChanged { Id = NodeId, Phase = Phase, FinishedAt = Work.Now, Message = halted });
            }

            _owner.LoopDone(this);
        }
    }

    private int Window
    {
        get
        {
            var window = (long)State.Config.Window;
            window = Math.Min(window, Work.Spec.Parallelism ?? window);
            return (int)Math.Max(1, Math.Min(window, _owner.Boundary.Limit ?? window));
        }
    }

    // After a restart the turns that have begun are not in hand yet: they have to be ended.
    private void OpenExisting()
    {
        for (var index = _next; index < _items.Count; index++)
        {
            if (Turn(index) is not null)
            {
                Open(index);
            }
        }
    }

    private void OpenNext() => Open(_next++);

    // Its name is only looked at: after a restart that is done for each turn of a loop that may have a hundred thousand.
    private RunNode? Turn(int index)
    {
        Span<char> room = stackalloc char[256];
        Span<char> number = stackalloc char[32];
        ReadOnlySpan<char> description = _items.TryDescribe(index, number, out var length) ? number[..length] : _items.Describe(index);
        return NodeNames.TryLoopChild(room, NodeName, index, description, out var written)
            ? State.NodeNamed(room[..written])
            : Work.NodeByName(NodeNames.LoopChild(NodeName, index, description.ToString()));
    }

    private void Open(int index)
    {
        var known = Turn(index);
        if (known is { IsFulfilled: true } && Call.Hooks is null && Call.OnExit is null)
        {
            Count1(index, known.Id, known.Phase, null);
            return;
        }

        _open++;
        var name = known?.Name ?? NodeNames.LoopChild(NodeName, index, _items.Describe(index));
        var parents = _hasNode ? [NodeId] : _parents;
        CallFrame frame;
        try
        {
            var scope = ItemVariables.Of(_items[index], _scope);
            var when = _when is null ? null : Render.LenientText(_when, scope);
            var call = _text.HasTags ? Render.Read(_text.Replace(scope, TagReplaceOptions.StrictFor("item")), EngineJson.Plain.Call) : Call;
            call = call with { Hooks = Call.Hooks, When = when, WithItems = null, WithParam = null, WithSequence = null, Arguments = _owner.ResolveArtifacts(call.Arguments, Call.Name) };
            frame = new CallFrame(Work, _owner, call, name, parents, this, index);
        }
        catch (Exception e) when (e is UserErrorException or ExpressionException)
        {
            frame = new CallFrame(Work, _owner, Call, name, parents, this, index, error: e.Message);
        }

        Work.Enqueue(frame);
    }

    public void CallDone(CallFrame call)
    {
        _open--;
        Count1(call.Index, call.NodeId, call.Phase, call.Error);
        Work.Enqueue(this);
    }

    public void LoopDone(LoopFrame loop) => throw new InvalidOperationException("a loop has no loops");

    private void Count1(int index, string id, string phase, string? error)
    {
        switch (phase)
        {
            case NodePhase.Succeeded:
                Succeeded++;
                break;
            case NodePhase.Failed:
                Failed++;
                break;
        }

        if (phase is not (NodePhase.Failed or NodePhase.Error))
        {
            return;
        }

        _owner.Boundary.ChildFailed();
        if (index > _worst)
        {
            (_worst, Phase) = (index, phase);
        }

        if (!Call.ContinuesOn(phase) && (FirstBad is not { } bad || index < bad.Index))
        {
            FirstBad = (index, id, phase, error);
        }
    }

    /// <summary>The nodes of the turns, in order.</summary>
    public IReadOnlyList<RunNode> Turns(bool succeededOnly)
    {
        var turns = new List<RunNode>(_items.Count);
        for (var i = 0; i < _items.Count; i++)
        {
            if (Turn(i) is { } node && (!succeededOnly || node.Phase == NodePhase.Succeeded))
            {
                turns.Add(node);
            }
        }

        return turns;
    }
}
