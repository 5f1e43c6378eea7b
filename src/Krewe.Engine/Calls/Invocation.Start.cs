using Krewe.Expressions;
using Krewe.Model;

namespace Krewe.Engine;

internal sealed partial class Invocation
{
    public const string TooDeep = "Maximum recursion depth exceeded.";

    private bool _resolved;
    private bool _waitsForMemo;

    /// <summary>Whether the body runs now or the node has failed; false: something is waited for.</summary>
    private bool TryStart()
    {
        try
        {
            return Start();
        }
        catch (LookupNeededException e)
        {
            Work.AwaitLookup(this, e.Effect);
            return false;
        }
        catch (Exception e) when (e is UserErrorException or ExpressionException)
        {
            Fail(e.Message);
            return true;
        }
    }

    private bool Start()
    {
        ResolveTemplate();
        var node = Node;
        if (node is null && !MayStart())
        {
            return false;
        }

        var resumed = node is not null && node.WaitingLock is not { Length: > 0 };
        if (!resumed && !IsAttempt)
        {
            if (Work.HaltMessage(Plan.OnExit) is { } halted && Template!.Synchronization is not null)
            {
                Halt(halted);
                return true;
            }

            if (!Work.HasLocks(this) || !PassMemo())
            {
                return Node is { IsFulfilled: true };
            }
        }

        _body = MakeBody(resumed ? node : null);
        Work.Live[Id] = this;
        if (_body is not RetryBody)
        {
            _counted = true;
            Plan.Boundary?.Started();
            if (_body is WorkBody given)
            {
                Work.WorkStarted(given);
            }
        }

        _body.Start(resumed);
        if (!Plan.IsPartRoot)
        {
            Work.EmitRealtimeMetrics(this);
        }

        return true;
    }

    private void ResolveTemplate()
    {
        if (_resolved)
        {
            return;
        }

        if (Plan.Problem is { } problem)
        {
            throw new UserErrorException(problem);
        }

        if (Plan.Depth > State.Config.MaxDepth)
        {
            throw new UserErrorException(TooDeep + " See https://argo-workflows.readthedocs.io/en/latest/scaling/#maximum-recursion-depth");
        }

        if (Plan.Attempt is { } attempt)
        {
            (Template, Inner, Inputs) = (attempt.Template, attempt.Inner, attempt.Inputs);
        }
        else
        {
            (Template, Inner) = Work.Resolve(Plan.Source, Plan.Template, Plan.TemplateRef, Plan.Inline, Plan.CallName, Plan.InlineAsWritten);
            Inputs = Node?.Inputs ?? ArgumentResolver.Resolve(Work, Template, Plan.Arguments, LocalScope());
            if (Template.Suspend is not null && Node is null)
            {
                Inputs = SuspendBody.WithChoices(Inputs);
            }
        }

        if (Template.Annotations?.GetValueOrDefault("workflows.argoproj.io/display-name") is { } display)
        {
            _displayName = Render.LenientText(display, InsideScope());
        }

        _resolved = true;
    }

    private bool MayStart()
    {
        if (Work.State.Nodes.Count >= State.Config.MaxNodes)
        {
            throw new UserErrorException($"the run has reached the limit of {State.Config.MaxNodes} nodes");
        }

        if (Work.HaltMessage(Plan.OnExit) is not null)
        {
            return true;
        }

        if (Plan.Boundary is { IsClosed: true } && !IsAttempt && !Plan.Hooked)
        {
            return false;
        }

        if (!Work.HasRoom)
        {
            Work.Block(this);
            return false;
        }

        if (Plan.Boundary is { HasRoom: false } full)
        {
            full.Block(this);
            return false;
        }

        return true;
    }

    private void Halt(string message)
    {
        if (Node is null)
        {
            Add(NodeTypeOf(Template!), NodePhase.Failed, message);
        }
        else
        {
            Work.Emit(new NodeChanged { Id = Id, Phase = NodePhase.Failed, Message = message, FinishedAt = Work.Now, WaitingLock = "" });
        }
    }

    private bool PassMemo()
    {
        if (Template!.Memoize is not { } memoize || _waitsForMemo)
        {
            return true;
        }

        var question = Work.MemoQuestion(this, memoize);
        if (!State.Lookups.TryGetValue(question.LookupId, out var answer))
        {
            throw new LookupNeededException(question);
        }

        if (answer.Error is { } error)
        {
            throw new UserErrorException(error);
        }

        _waitsForMemo = true;
        Memo = new MemoizationStatus { Hit = Work.MemoHit(answer, memoize), Key = question.Key, CacheName = question.CacheName };
        if (!Memo.Hit)
        {
            return true;
        }

        Add(Template.RetryStrategy is null ? NodeTypeOf(Template) : NodeType.Retry, NodePhase.Succeeded, null, memo: Memo, outputs: answer.Memo!.Outputs);
        Work.PublishGlobals(answer.Memo.Outputs);
        return false;
    }

    /// <summary>Memoization status of the node, once looked up.</summary>
    public MemoizationStatus? Memo { get; private set; }

    private Body MakeBody(RunNode? existing)
    {
        if (!IsAttempt && Work.RetryOf(Template!) is { } retry && existing?.Type is null or NodeType.Retry)
        {
            return new RetryBody(Work, this, retry);
        }

        if (Work.IsPart(this))
        {
            return new PartBody(Work, this);
        }

        if (Template!.Steps is not null)
        {
            return new StepsBody(Work, this);
        }

        if (Template.Dag is not null)
        {
            return new DagBody(Work, this);
        }

        return Template.Suspend is not null ? new SuspendBody(Work, this) : new LeafBody(Work, this);
    }

    public static string NodeTypeOf(Template template) => template switch
    {
        { Container: not null } or { ContainerSet: not null } => NodeType.Pod,
        { Steps: not null } => NodeType.Steps,
        { Dag: not null } => NodeType.Dag,
        { Script: not null } or { Resource: not null } or { Data: not null } => NodeType.Pod,
        { Suspend: not null } => NodeType.Suspend,
        { Http: not null } => NodeType.Http,
        { Plugin: not null } => NodeType.Plugin,
        { Workflow: not null } => NodeType.Workflow,
        _ => throw new UserErrorException($"Template '{template.Name}' missing specification"),
    };
}
