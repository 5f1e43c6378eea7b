using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>The hooks of one step or task.</summary>
internal sealed class HookSet : IInvocationOwner
{
    private const string Exit = "exit";
    private readonly RunWork _work;
    private readonly CallFrame _call;
    private readonly SortedDictionary<string, LifecycleHook> _waiting = new(StringComparer.Ordinal);
    private int _running;
    private bool _assessed;

    public HookSet(RunWork work, CallFrame call)
    {
        _work = work;
        _call = call;
        foreach (var (name, hook) in call.Call.Hooks ?? new Dictionary<string, LifecycleHook>())
        {
            _waiting[name] = hook;
        }

        if (!string.IsNullOrEmpty(call.Call.OnExit))
        {
            _waiting.TryAdd(Exit, new LifecycleHook { Template = call.Call.OnExit });
        }
    }

    public bool IsDone => _assessed && _running == 0;

    public void Advance(RunNode? node)
    {
        if (node is null)
        {
            return;
        }

        foreach (var (name, hook) in _waiting.ToList())
        {
            if (ShouldRun(name, hook, node))
            {
                _waiting.Remove(name);
                Start(name, hook, node);
            }
        }

        _assessed = node.IsFulfilled;
    }

    public void InvocationChanged(Invocation invocation)
    {
    }

    public void InvocationDone(Invocation invocation)
    {
        _running--;
        _work.Enqueue(_call);
    }

    private bool ShouldRun(string name, LifecycleHook hook, RunNode node)
    {
        if (_work.NodeByName(NodeNames.Hook(_call.NodeName, name)) is not null)
        {
            return true;
        }

        if (name == Exit && (!node.IsCompleted || _work.State.Shutdown == "Terminate"))
        {
            return false;
        }

        if (string.IsNullOrEmpty(hook.Expression))
        {
            return name == Exit;
        }

        try
        {
            return Expr.Bool(Render.LenientText(hook.Expression, Scope(node)), Scope(node));
        }
        catch (ExpressionException)
        {
            // Outputs that the expression names may not be there yet.
            return false;
        }
    }

    private void Start(string name, LifecycleHook hook, RunNode node)
    {
        _running++;
        var arguments = hook.Arguments;
        string? problem = null;
        try
        {
            arguments = Render.Call(hook with { Expression = null }, Scope(node), EngineJson.Plain.LifecycleHook).Arguments;
            arguments = ResolveArtifacts(arguments, node);
        }
        catch (Exception e) when (e is ExpressionException or UserErrorException)
        {
            problem = e.Message;
        }

        var invocation = new Invocation(_work, this, new InvocationPlan
        {
            NodeName = NodeNames.Hook(_call.NodeName, name),
            CallName = _call.Call.Name,
            Template = hook.Template,
            TemplateRef = hook.TemplateRef,
            Source = _call.Owner.Source,
            Arguments = arguments,
            Boundary = _call.Owner.Boundary,
            Parents = [node.Id],
            Depth = _call.Owner.Caller.Plan.Depth + 1,
            OnExit = name == Exit,
            Hooked = true,
            Problem = problem,
        });
        _work.Enqueue(invocation);
    }

    private Arguments? ResolveArtifacts(Arguments? arguments, RunNode node) => arguments?.Artifacts is not { Count: > 0 } artifacts
        ? arguments
        : arguments with
        {
            Artifacts = artifacts
                .Select(a => ArtifactReferences.Resolve(a, Scope(node), name => Own(name, node) ?? _call.Owner.FindArtifact(name, _call.Call.Name), a.Optional != true))
                .OfType<Artifact>()
                .ToList(),
        };

    private Artifact? Own(string name, RunNode node)
    {
        var prefix = $"{_call.Owner.Kind}.{_call.Call.Name}.outputs.artifacts.";
        return name.StartsWith(prefix, StringComparison.Ordinal) ? node.Outputs?.Artifacts?.FirstOrDefault(a => a.Name == name[prefix.Length..]) : null;
    }

    // A hook sees what its step sees, and the step itself.
    private TagScope Scope(RunNode node)
    {
        var own = Producer.Single(_work.State, node, _call.Template);
        var name = _call.Call.Name;
        return new TagScope(new ProducerVariables(_call.Owner.Kind, n => n == name ? own : null, () => [name]), _call.Owner.ScopeFor(name));
    }
}
