using Krewe.Expressions;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>The run as a whole: its entrypoint, its hooks, its exit handler, its end.</summary>
internal sealed class RunFrame(RunWork work) : Frame(work), IInvocationOwner
{
    private readonly List<Invocation> _hooks = [];
    private readonly HashSet<string> _hooked = [];
    private Invocation? _root;
    private Invocation? _exit;
    private bool _exitDone;
    private int _hooksRunning;

    /// <summary>Phase that the run will end in, once the entrypoint is done.</summary>
    public string? FinalPhase { get; private set; }

    public override void Advance()
    {
        _root ??= Work.PartPlan is { } part ? Launch(part) : Launch(State.Name, Work.Spec.Entrypoint, null, Work.Spec.Arguments, onExit: false, hooked: false);
        Assess();
    }

    public void InvocationChanged(Invocation invocation)
    {
    }

    public void InvocationDone(Invocation invocation)
    {
        if (_hooks.Contains(invocation))
        {
            _hooksRunning--;
        }
        else if (invocation == _exit)
        {
            _exitDone = true;
        }

        Work.Enqueue(this);
    }

    /// <summary>Looks whether a hook is due, and whether the run is over.</summary>
    public void Assess()
    {
        if (State.IsCompleted || _root is null)
        {
            return;
        }

        var root = State.Node(_root.Id);
        if (root is { IsFulfilled: true } && FinalPhase is null)
        {
            FinalPhase = root.Phase switch
            {
                NodePhase.Failed => WorkflowPhase.Failed,
                NodePhase.Error => WorkflowPhase.Error,
                _ => WorkflowPhase.Succeeded,
            };
        }

        StartHooks();
        if (root is not { IsFulfilled: true } || _hooksRunning > 0 || StartsExit())
        {
            return;
        }

        Complete(root);
    }

    private void Complete(RunNode root)
    {
        if (root.Daemoned)
        {
            Work.KillDaemon(root.Id);
        }

        var phase = FinalPhase!;
        var message = root.Message;
        if (_root!.StartError is { } error && root.Phase == NodePhase.Error)
        {
            message = "error in entry template execution: " + error;
        }

        message = Work.StoppedMessage ?? message;
        var exit = _exit is null ? null : State.Node(_exit.Id);
        if (_exit?.StartError is { } exitError && exit is { Phase: NodePhase.Error })
        {
            (phase, message) = (WorkflowPhase.Error, "error in exit template execution : " + exitError);
        }
        else if (phase == WorkflowPhase.Succeeded)
        {
            message = null;
            if (exit is { FailedOrError: true })
            {
                (phase, message) = (exit.Phase == NodePhase.Failed ? WorkflowPhase.Failed : WorkflowPhase.Error, exit.Message);
            }
        }

        Work.CompleteRun(phase, string.IsNullOrEmpty(message) ? null : message);
    }

    // True: the exit handler is to be waited for.
    private bool StartsExit()
    {
        var hook = Work.Spec.Hooks?.GetValueOrDefault("exit") ?? (string.IsNullOrEmpty(Work.Spec.OnExit) ? null : new LifecycleHook { Template = Work.Spec.OnExit });
        if (hook is null || _exitDone)
        {
            return false;
        }

        if (_exit is not null)
        {
            return true;
        }

        var name = NodeNames.ExitHandler(State.Name);
        if (Work.NodeByName(name) is null && (State.Shutdown == "Terminate" || !Holds(hook.Expression)))
        {
            return false;
        }

        _exit = Launch(name, hook.Template, hook.TemplateRef, hook.Arguments ?? Work.Spec.Arguments, onExit: true, hooked: true);
        return true;
    }

    private void StartHooks()
    {
        foreach (var (name, hook) in Work.Spec.Hooks ?? new Dictionary<string, LifecycleHook>())
        {
            if (name == "exit" || _hooked.Contains(name))
            {
                continue;
            }

            var nodeName = NodeNames.Hook(State.Name, name);
            if (Work.NodeByName(nodeName) is not null || (!string.IsNullOrEmpty(hook.Expression) && Holds(hook.Expression) && Work.HaltMessage(false) is null))
            {
                _hooked.Add(name);
                _hooksRunning++;
                _hooks.Add(Launch(nodeName, hook.Template, hook.TemplateRef, hook.Arguments, onExit: false, hooked: true));
            }
        }
    }

    private bool Holds(string? expression)
    {
        if (string.IsNullOrEmpty(expression))
        {
            return true;
        }

        try
        {
            return Expr.Bool(Render.LenientText(expression, Work.Globals), Work.Globals);
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    private Invocation Launch(string nodeName, string? template, TemplateRef? reference, Arguments? arguments, bool onExit, bool hooked)
    {
        string? problem = null;
        try
        {
            arguments = arguments is null ? null : Resolve(arguments);
        }
        catch (Exception e) when (e is ExpressionException or UserErrorException)
        {
            problem = e.Message;
        }

        return Launch(new InvocationPlan
        {
            NodeName = nodeName,
            CallName = nodeName,
            Template = template,
            TemplateRef = reference,
            Source = Work.Local,
            Arguments = arguments,
            Depth = 1,
            OnExit = onExit,
            Hooked = hooked,
            Problem = problem,
        });
    }

    private Invocation Launch(InvocationPlan plan)
    {
        var invocation = new Invocation(Work, this, plan);
        Work.Enqueue(invocation);
        return invocation;
    }

    private Arguments Resolve(Arguments arguments)
    {
        var parameters = arguments.Parameters?
            .Select(p => State.SuppliedParameters.TryGetValue(p.Name ?? "", out var value) && ReferenceEquals(arguments, Work.Spec.Arguments) ? p with { Value = value, ValueFrom = null } : p)
            .Select(p => p.Value is { } text ? p with { Value = Render.LenientText(text, Work.Globals) } : p)
            .ToList();
        var artifacts = arguments.Artifacts?
            .Select(a => ArtifactReferences.Resolve(a, Work.Globals, FindArtifact, a.Optional != true))
            .OfType<Artifact>()
            .ToList();
        return arguments with { Parameters = parameters, Artifacts = artifacts };
    }

    private Artifact? FindArtifact(string name) => name.StartsWith("workflow.outputs.artifacts.", StringComparison.Ordinal)
        ? State.Outputs?.Artifacts?.FirstOrDefault(a => a.Name == name["workflow.outputs.artifacts.".Length..])
        : null;
}
