using Krewe.Model;

namespace Krewe.Engine;

/// <summary>
/// One call of a template by a step, a task or one turn of a loop: decides on <c>when</c>, executes the template, runs the
/// hooks, and is done when all of that is.
/// </summary>
internal sealed class CallFrame(
    RunWork work,
    CompositeBody owner,
    Call call,
    string nodeName,
    IReadOnlyList<string> parents,
    ICallOwner? reportTo = null,
    int index = 0,
    string? skipReason = null,
    string? error = null) : Frame(work), IInvocationOwner
{
    private NodeKey _key = new(work.State, nodeName);
    private Invocation? _invocation;
    private HookSet? _hooks;
    private bool _done;
    private bool _countsAsInHooks;
    private string? _whenError;

    public Call Call => call;

    public string NodeName => nodeName;

    public string NodeId => _key.Id;

    public int Index => index;

    public CompositeBody Owner => owner;

    /// <summary>Why the call could not be started, if so.</summary>
    public string? Error => error ?? _whenError ?? _invocation?.StartError;

    public string Phase => _key.Node?.Phase ?? NodePhase.Error;

    /// <summary>The template executed, once known.</summary>
    public Template? Template => _invocation?.Template;

    public override void Advance()
    {
        if (_done || (_invocation is null && _key.Node is null or { IsFulfilled: true } && owner.HasEnded))
        {
            return;
        }

        if (_invocation is null && !Begin())
        {
            Done();
            return;
        }

        var node = _key.Node;
        _hooks?.Advance(node);
        if (node is { IsFulfilled: true } && _hooks is { IsDone: false })
        {
            CountInHooks();
        }

        if (node is { IsFulfilled: true } && _hooks?.IsDone != false)
        {
            Done();
        }
    }

    public void InvocationChanged(Invocation invocation)
    {
        if (_hooks is not null)
        {
            Work.Enqueue(this);
        }
    }

    public void InvocationDone(Invocation invocation)
    {
        if (owner.StartErrorOf(invocation) is { } message)
        {
            Work.Emit(new NodeChanged { Id = NodeId, Message = message });
        }

        if (invocation.Node is { Daemoned: true } daemon)
        {
            owner.AddDaemon(daemon.Id);
        }

        if (_hooks is not null)
        {
            CountInHooks();
        }

        if (invocation.Node is { FailedOrError: true })
        {
            owner.Boundary.ChildFailed();
        }
        else
        {
            owner.Boundary.ChildEnded();
        }

        Work.Enqueue(this);
    }

    private void CountInHooks()
    {
        if (!_countsAsInHooks)
        {
            _countsAsInHooks = true;
            owner.Boundary.InHooks++;
        }
    }

    private void Done()
    {
        _done = true;
        if (_countsAsInHooks)
        {
            owner.Boundary.InHooks--;
            owner.Boundary.ChildEnded();
        }

        (reportTo ?? owner).CallDone(this);
    }

    // False: the call is over without an execution.
    private bool Begin()
    {
        var node = _key.Node;
        if (node is { Type: NodeType.Skipped, IsFulfilled: true })
        {
            return false;
        }

        if (error is not null)
        {
            AddSkipped(NodePhase.Error, error);
            return false;
        }

        if (skipReason is not null)
        {
            AddSkipped(NodePhase.Skipped, skipReason);
            return false;
        }

        if (node is null && !string.IsNullOrEmpty(call.When))
        {
            try
            {
                if (!Expr.When(call.When))
                {
                    AddSkipped(NodePhase.Skipped, $"when '{call.When}' evaluated false");
                    return false;
                }
            }
            catch (Exception e) when (e is UserErrorException or Krewe.Expressions.ExpressionException)
            {
                _whenError = $"Invalid 'when' expression '{call.When}': {e.Message}";
                AddSkipped(NodePhase.Error, _whenError);
                return false;
            }
        }

        _invocation = new Invocation(Work, this, new InvocationPlan
        {
            NodeName = nodeName,
            NodeId = NodeId,
            CallName = call.Name,
            Template = call.Template,
            TemplateRef = call.TemplateRef,
            Inline = call.Inline,
            InlineAsWritten = call.Inline is null ? null : owner.InlineAsWritten(call.Name),
            Source = owner.Source,
            Arguments = call.Arguments,
            Boundary = owner.Boundary,
            Parents = parents,
            Depth = owner.Caller.Plan.Depth + 1,
            OnExit = owner.OnExit,
            CaptureResult = owner.ReadsResultOf(call.Name),
        });
        if (call.Hooks is { Count: > 0 } || !string.IsNullOrEmpty(call.OnExit))
        {
            _hooks = new HookSet(Work, this);
        }

        Work.Enqueue(_invocation);
        return true;
    }

    private void AddSkipped(string phase, string message)
    {
        if (_key.Node is null)
        {
            Work.Emit(new NodeAdded
            {
                Name = nodeName,
                Type = NodeType.Skipped,
                Phase = phase,
                At = Work.Now,
                Message = message,
                Parents = parents.Count > 0 ? parents : null,
                Boundary = owner.Boundary.Id,
                Template = call.TemplateRef is null ? call.Template : null,
                TemplateRef = call.TemplateRef,
                TemplateScope = owner.Source.IsLocal ? null : owner.Source.Text,
            });
        }
    }
}
