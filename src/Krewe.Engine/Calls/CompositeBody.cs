using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>A template that calls others: steps or a DAG.</summary>
internal abstract class CompositeBody(RunWork work, Invocation invocation) : Body(work, invocation), ICallOwner
{
    private TagScope? _inside;
    private TagScope? _insideGlobals;
    private List<string>? _daemons;
    private int _looksToCome;

    /// <summary><c>steps</c> or <c>tasks</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The template with inputs and globals substituted.</summary>
    public Template Template { get; private set; } = new();

    public Boundary Boundary { get; private set; } = null!;

    public Invocation Caller => Invocation;

    public TemplateSource Source => Invocation.Inner;

    /// <summary>The template has ended: what it was about to call stays away.</summary>
    public bool HasEnded => Invocation.Node is { IsFulfilled: true };

    public bool OnExit => Invocation.Plan.OnExit;

    /// <summary>Variables of the template without those of its calls.</summary>
    protected TagScope Inside
    {
        get
        {
            if (_inside is null || _insideGlobals != Work.Globals)
            {
                _insideGlobals = Work.Globals;
                _inside = Invocation.InsideScope();
            }

            return _inside;
        }
    }

    protected void Open()
    {
        // An expression that fails may stand in a call that is never made: it fails that call, not the template.
        Template = Render.Tolerant(Invocation.WithMarks().Template, Inside, EngineJson.Plain.Template);
        Boundary = new Boundary(Work, Invocation, Template);
        if (Template.FailFast == true && Node.Children.Count > 0 && Children().Any(child => child is { FailedOrError: true, Retried: false, Hooked: false }))
        {
            // Loaded from the log: a failure is known before the call it belongs to is looked at.
            _looksToCome = LooksUntilAllIsFound;
            Boundary.ChildFailed();
        }
    }

    /// <summary>The producer of that name, when its outputs are visible to <paramref name="reader"/> (null: to the template's outputs).</summary>
    protected abstract Producer? Find(string name, string? reader);

    protected abstract IEnumerable<string> Visible(string? reader);

    /// <summary>What a call whose template could not be executed says of it; null: what its node says already.</summary>
    public virtual string? StartErrorOf(Invocation invocation) => null;

    public abstract void CallDone(CallFrame call);

    public abstract void LoopDone(LoopFrame loop);

    /// <summary>Variables that a call, or the template's outputs, can name.</summary>
    public TagScope ScopeFor(string? reader) =>
        new(new ProducerVariables(Kind, name => Find(name, reader), () => Visible(reader)), Inside);

    public Artifact? FindArtifact(string name, string? reader)
    {
        if (ProducerVariables.Split(Kind, name) is var (producer, suffix) && suffix.StartsWith("outputs.artifacts.", StringComparison.Ordinal))
        {
            return Find(producer, reader)?.Artifact(suffix["outputs.artifacts.".Length..]);
        }

        if (name.StartsWith("inputs.artifacts.", StringComparison.Ordinal))
        {
            // An optional input that was not supplied is there without a place: whoever takes it has to do without it.
            var input = name["inputs.artifacts.".Length..];
            return Invocation.Inputs?.Artifacts?.FirstOrDefault(a => a.Name == input) ?? Template.Inputs?.Artifacts?.FirstOrDefault(a => a.Name == input && a.Optional == true);
        }

        return name.StartsWith("workflow.outputs.artifacts.", StringComparison.Ordinal)
            ? State.Outputs?.Artifacts?.FirstOrDefault(a => a.Name == name["workflow.outputs.artifacts.".Length..])
            : null;
    }

    /// <summary>The artifacts of a call's arguments, taken from where they point to.</summary>
    public Arguments? ResolveArtifacts(Arguments? arguments, string? reader)
    {
        if (arguments?.Artifacts is not { Count: > 0 } artifacts || artifacts.All(a => a.From is null && a.FromExpression is null))
        {
            return arguments;
        }

        var resolved = artifacts.Select(a => ArtifactReferences.Resolve(a, ScopeFor(reader), name => FindArtifact(name, reader), absentIsError: a.Optional != true));
        return arguments with { Artifacts = resolved.OfType<Artifact>().ToList() };
    }

    /// <summary>Arguments that named an absent output alone count as not supplied.</summary>
    public Call RenderCall(Call call, TagScope scope)
    {
        if (call.Arguments?.Parameters is { Count: > 0 } parameters && parameters.Any(p => IsAbsent(p, scope)))
        {
            call = call with { Arguments = call.Arguments with { Parameters = parameters.Select(p => IsAbsent(p, scope) ? p with { Value = null } : p).ToList() } };
        }

        // Hooks have variables of their own and are rendered when they are run.
        var body = Render.Call(call with { Hooks = null, When = null, WithItems = null }, scope, EngineJson.Plain.Call);
        return body with { Hooks = call.Hooks, When = call.When, WithItems = call.WithItems, Arguments = ResolveArtifacts(body.Arguments, call.Name) };
    }

    private static bool IsAbsent(Parameter parameter, TagScope scope) =>
        Render.OnlyTag(parameter.Value) is { } name && scope.TryGetValue(name, out var value) && value is null;

    /// <summary>The inline template of a call as it was written: that is what the status shows.</summary>
    public Template? InlineAsWritten(string name) => Invocation.Template!.Dag is { } dag
        ? dag.Tasks?.FirstOrDefault(task => task.Name == name)?.Inline
        : Invocation.Template.Steps?.SelectMany(group => group).FirstOrDefault(step => step.Name == name)?.Inline;

    /// <summary>
    /// Whether the template's <c>failFast</c> ends it: a child has failed and nothing runs any more. What waits for a free place
    /// is not started.
    /// </summary>
    protected bool FailsFast()
    {
        if (Boundary is not { IsClosed: true, Active: 0, InHooks: 0 } || !Children().All(child => child.IsFulfilled))
        {
            return false;
        }

        if (_looksToCome > 0)
        {
            // Hooks that had no place yet are known by no node: they are found when their calls are looked at, whose turn comes first.
            _looksToCome--;
            Work.Enqueue(Invocation);
            return false;
        }

        return true;
    }

    // After a restart: loops, their turns, the calls and what they execute.
    private const int LooksUntilAllIsFound = 4;

    // The nodes tell, not the frames: after a restart what runs may not be in hand yet.
    private IEnumerable<RunNode> Children() => State.Nodes.Values.Where(node => node.BoundaryId == Id && node.Type is not (NodeType.StepGroup or NodeType.TaskGroup));

    /// <summary>Groups whose turns were not all started end with the template.</summary>
    protected void EndGroups()
    {
        foreach (var group in State.Nodes.Values.Where(node => node.BoundaryId == Id && !node.IsFulfilled).ToList())
        {
            Work.Emit(new NodeChanged { Id = group.Id, Phase = NodePhase.Failed, Message = FailFastMessage, FinishedAt = Work.Now });
        }
    }

    protected const string FailFastMessage = "template has failed or errored children and failFast enabled";

    /// <summary>Whether a sibling, a hook or the template's outputs read the result of that call.</summary>
    public bool ReadsResultOf(string name) => ResultReferences.Has(Invocation.Template!, Kind, name);

    public void AddDaemon(string id) => (_daemons ??= []).Add(id);

    protected Outputs? ResolveOutputs()
    {
        var outputs = OutputResolver.Resolve(Template, ScopeFor(null), name => FindArtifact(name, null));
        Work.PublishGlobals(outputs);
        return outputs;
    }

    public override void Ended()
    {
        foreach (var id in _daemons ?? [])
        {
            Work.KillDaemon(id);
        }
    }

    protected static bool TryWhen(string? when, out bool proceed, out string? error)
    {
        (proceed, error) = (true, null);
        if (string.IsNullOrEmpty(when))
        {
            return true;
        }

        try
        {
            proceed = Expr.When(when);
            return true;
        }
        catch (ExpressionException e)
        {
            error = $"Invalid 'when' expression '{when}': {e.Message}";
            return false;
        }
    }

    /// <summary>Makes the frames for a step or task: one call, a loop, or a call that is skipped.</summary>
    protected (CallFrame? Call, LoopFrame? Loop) MakeFrames(Call raw, string nodeName, TagScope scope, IReadOnlyList<string> parents, bool loopHasNode)
    {
        var when = raw.When is null ? null : Render.LenientText(raw.When, scope);
        var known = TryWhen(when, out var proceed, out var whenError);
        if (!known && !raw.IsLoop)
        {
            throw new UserErrorException(whenError!);
        }

        if (!proceed && !raw.IsLoop)
        {
            return (new CallFrame(Work, this, raw with { When = when }, nodeName, parents), null);
        }

        try
        {
            var rendered = RenderCall(raw, scope) with { When = when };
            if (!rendered.IsLoop)
            {
                if (raw.IsLoop)
                {
                    throw new UserErrorException("withParam value could not be parsed as a JSON list: it is empty");
                }

                return (new CallFrame(Work, this, rendered with { When = null }, nodeName, parents), null);
            }

            var items = LoopItems.Of(rendered, scope);
            if (items.Count == 0)
            {
                return (new CallFrame(Work, this, rendered, nodeName, parents, skipReason: "Skipped, empty params"), null);
            }

            return (null, new LoopFrame(Work, this, rendered, nodeName, items, parents, loopHasNode));
        }
        catch (Exception e) when (!proceed && e is UserErrorException or ExpressionException)
        {
            return (new CallFrame(Work, this, raw with { When = when }, nodeName, parents), null);
        }
    }
}
