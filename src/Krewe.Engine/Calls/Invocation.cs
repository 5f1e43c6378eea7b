using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>
/// One execution of a template as one node: waits for what it needs (templates, values, locks, room), starts the body that fits
/// the template, and tells its owner when the node is fulfilled.
/// </summary>
internal sealed partial class Invocation(RunWork work, IInvocationOwner owner, InvocationPlan plan) : Frame(work)
{
    private NodeKey _key = new(work.State, plan.NodeName, plan.NodeId);
    private Body? _body;
    private bool _done;
    private bool _counted;
    private string? _lastPhase;
    private string? _displayName;

    public InvocationPlan Plan { get; } = plan;

    public string Name => Plan.NodeName;

    public string Id => _key.Id;

    public RunNode? Node => _key.Node;

    /// <summary>The template as found, defaults merged, tags not substituted; null until it is known.</summary>
    public Template? Template { get; private set; }

    /// <summary>Where names inside the template are looked up.</summary>
    public TemplateSource Inner { get; private set; } = plan.Source;

    public Inputs? Inputs { get; private set; }

    public Body? CurrentBody => _body;

    /// <summary>Why it could not even be started.</summary>
    public string? StartError { get; private set; }

    public bool IsAttempt => Plan.Attempt is not null;

    public override void Advance()
    {
        if (_done)
        {
            return;
        }

        if (_body is null && Node is not { IsFulfilled: true } && !TryStart())
        {
            return;
        }

        if (Node is { IsFulfilled: false })
        {
            Guard(() => _body?.Advance());
        }

        Settle();
    }

    /// <summary>Something outside changed the node (a report, a user).</summary>
    public void NodeMoved()
    {
        Work.Enqueue(this);
    }

    /// <summary>Ends the node whatever it does.</summary>
    public void End(string phase, string? message)
    {
        if (Node is { IsFulfilled: false })
        {
            Work.Emit(new NodeChanged { Id = Id, Phase = phase, Message = message, FinishedAt = Work.Now });
        }

        Work.Enqueue(this);
    }

    private void Settle()
    {
        if (Node is not { } node)
        {
            return;
        }

        if (node.Phase != _lastPhase)
        {
            _lastPhase = node.Phase;
            owner.InvocationChanged(this);
        }

        if (!node.IsFulfilled)
        {
            return;
        }

        _done = true;
        Work.Live.Remove(Id);
        if (node is { Daemoned: true, Type: NodeType.Retry })
        {
            Work.DaemonServes(this);
        }

        if (_counted)
        {
            _counted = false;
            Plan.Boundary?.Ended();
            if (_body is WorkBody given)
            {
                Work.WorkEnded(given);
            }
        }

        Work.ReleaseLocksOf(this);
        if (!IsAttempt)
        {
            Guard(() => Work.SaveMemoOf(this));
        }

        if (!Plan.IsPartRoot)
        {
            Work.EmitMetrics(this);
        }

        _body?.Ended();
        owner.InvocationDone(this);
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (LookupNeededException e)
        {
            Work.AwaitLookup(this, e.Effect);
        }
        catch (Exception e) when (e is UserErrorException or ExpressionException)
        {
            Fail(e.Message);
        }
    }

    /// <summary>The node cannot go on because of the user's workflow.</summary>
    private void Fail(string message)
    {
        StartError ??= message;
        if (Node is { } node)
        {
            if (!NodePhase.IsCompleted(node.Phase))
            {
                Work.Emit(new NodeChanged { Id = Id, Phase = NodePhase.Error, Message = message, FinishedAt = Work.Now });
            }
        }
        else
        {
            Add(NodeType.Skipped, NodePhase.Error, message);
        }
    }

    /// <summary>Makes the node.</summary>
    public void Add(string type, string phase, string? message = null, bool given = false, MemoizationStatus? memo = null, Outputs? outputs = null, string? host = null)
    {
        memo ??= Memo;
        if (Node is not null)
        {
            // It has waited for locks until now.
            Work.Emit(new NodeChanged
            {
                Id = Id,
                Type = type,
                Phase = phase,
                Message = message ?? "",
                WaitingLock = "",
                Memoization = memo,
                Outputs = outputs,
                FinishedAt = NodePhase.IsCompleted(phase) ? Work.Now : null,
                Given = given ? true : null,
                Host = host,
            });
            return;
        }

        Work.Emit(new NodeAdded
        {
            Name = Name,
            Id = Id,
            Type = type,
            Phase = phase,
            At = Work.Now,
            Message = message,
            Parents = Plan.Parents.Count > 0 ? Plan.Parents : null,
            Boundary = Plan.Boundary?.Id,
            Template = Plan.TemplateRef is null ? Plan.Template : null,
            TemplateRef = Plan.TemplateRef,
            TemplateScope = Plan.Source.IsLocal ? null : Plan.Source.Text,
            Inputs = Inputs,
            DisplayName = _displayName ?? Plan.DisplayName,
            Hooked = Plan.Hooked,
            Retried = IsAttempt && !Plan.IsPartRoot,
            Memoization = memo,
            Outputs = outputs,
            Given = given,
            Host = host,
        });
    }

    public TagScope LocalScope() => TemplateVariables.Local(Work, Name, Work.PodName(Name, Template?.Name ?? Plan.Template), IsComposite ? null : Plan.CallName, Plan.Attempt?.Variables);

    // Inside steps and DAGs the names "steps" and "tasks" mean their own calls, which are resolved later.
    private bool IsComposite => Template is { Steps: not null } or { Dag: not null };

    /// <summary>
    /// The template with marks where it uses secrets; as it is, and no marks, where there are none. Inline templates are given
    /// none: values from elsewhere have been substituted in them.
    /// </summary>
    public (Template Template, SecretMarks? Marks) WithMarks()
    {
        if (Plan.Inline is not null || !SecretParameters.AreIn(Inputs?.Parameters) && !Work.HasSecretParameters)
        {
            return (Template!, null);
        }

        var marks = new SecretMarks(InsideScope());
        return (marks.In(Template!), marks);
    }

    public TagScope InsideScope() => TemplateVariables.Inside(Template!, Inputs, LocalScope());
}
