using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;
using Krewe.Model.Merging;
using Krewe.Model.Runs;
using Krewe.Model.Validation;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private const string CompletedLabel = "workflows.argoproj.io/completed";
    private const string PhaseLabel = "workflows.argoproj.io/phase";
    public const string PastDeadlineMessage = "Step exceeded its deadline";
    private RunFrame? _runFrame;
    private GlobalVariables? _globals;
    private TagScope? _globalScope;
    private DecisionClock? _clock;
    private IReadOnlyList<Parameter>? _parameters;

    /// <summary>The spec that is executed: defaults, referenced template and workflow merged.</summary>
    public WorkflowSpec Spec { get; private set; } = new();

    /// <summary>
    /// <c>workflow.*</c>. A scope keeps what its expressions have seen, so there is a new one for each decision and after each
    /// change of the run.
    /// </summary>
    public TagScope Globals => _globalScope ??= new TagScope(_globals ??= new GlobalVariables(this)) { Clock = _clock ??= new DecisionClock(this) };

    /// <summary><c>workflow.status</c>: the phase; in exit handlers the one the run will end in.</summary>
    public string StatusVariable => _runFrame?.FinalPhase ?? (State.Phase.Length > 0 ? State.Phase : WorkflowPhase.Running);

    /// <summary>Arguments of the run with values.</summary>
    public IReadOnlyList<Parameter> GlobalParameters => _parameters ??= (Spec.Arguments?.Parameters ?? [])
        .Select(p => State.SuppliedParameters.TryGetValue(p.Name ?? "", out var value) ? p with { Value = value, ValueFrom = null } : p)
        .ToList();

    /// <summary>Whether one of them is a secret.</summary>
    public bool HasSecretParameters => SecretParameters.AreIn(GlobalParameters);

    public string PodName(string nodeName, string? templateName) =>
        NodeNames.Pod(State.Name, nodeName, templateName, PodNames) + (nodeName == State.Name ? "" : NodeNames.OthersOf(IdOf(nodeName)));

    public string? PodNameOf(RunNode node) => node.Type == NodeType.Pod ? PodName(node.Name, node.TemplateRef?.Template ?? node.TemplateName) : null;

    private PodNameVersion PodNames => State.Workflow.Metadata.Annotations?.GetValueOrDefault(NodeNames.PodNameFormatAnnotation, State.Config.PodNameFormat) == "v1" ? PodNameVersion.V1 : PodNameVersion.V2;

    /// <summary>Why nothing may start any more; null: all is well.</summary>
    public string? HaltMessage(bool onExit)
    {
        if (State.Shutdown == "Terminate" || (State.Shutdown == "Stop" && !onExit))
        {
            return $"workflow shutdown with strategy: {State.Shutdown}";
        }

        return PastDeadline && !onExit ? PastDeadlineMessage : null;
    }

    // Makes frames for a run that has none yet: new, or loaded from its log.
    private void Build()
    {
        if (_built || State.IsCompleted)
        {
            return;
        }

        try
        {
            if (!HasSlot() || !PrepareSpec() || !PrepareParameters() || !HasRunLocks())
            {
                return;
            }
        }
        catch (LookupNeededException e)
        {
            if (!_waitingForLookup.ContainsKey(e.Effect.LookupId))
            {
                _waitingForLookup[e.Effect.LookupId] = [];
                _lookupEffects[e.Effect.LookupId] = e.Effect;
                Effect(e.Effect);
            }

            return;
        }
        catch (RunRefusedException e)
        {
            CompleteRun(WorkflowPhase.Failed, e.Message);
            return;
        }
        catch (Exception e) when (e is UserErrorException or ExpressionException)
        {
            CompleteRun(e is UserErrorException ? WorkflowPhase.Error : WorkflowPhase.Failed, e.Message);
            return;
        }

        _built = true;
        if (State.Phase is WorkflowPhase.Unknown or WorkflowPhase.Pending)
        {
            Begin();
            if (State.IsCompleted)
            {
                return;
            }
        }

        _runningPods = State.OutstandingNodes.Count(id => State.Node(id)?.Phase == NodePhase.Running);
        _runFrame = new RunFrame(this);
        Enqueue(_runFrame);
    }

    private void Begin()
    {
        var labels = new Dictionary<string, string> { [PhaseLabel] = WorkflowPhase.Running, [CompletedLabel] = "false" };
        var annotations = new Dictionary<string, string>();
        try
        {
            foreach (var (key, value) in Spec.WorkflowMetadata?.Labels ?? new Dictionary<string, string>())
            {
                labels[key] = LabelValue(key, value);
            }

            // Where the run lies was decided when it was let in: who may see it hangs on that.
            foreach (var (key, value) in (Spec.WorkflowMetadata?.Annotations ?? new Dictionary<string, string>()).Where(annotation => annotation.Key != Folders.Annotation))
            {
                annotations[key] = value;
            }

            foreach (var (key, from) in Spec.WorkflowMetadata?.LabelsFrom ?? new Dictionary<string, LabelValueFrom>())
            {
                labels[key] = LabelValue(key, Expr.Value(from.Expression ?? "", Globals) as string
                    ?? throw new UserErrorException($"failed to evaluate label \"{key}\" expression \"{from.Expression}\": the result must be a string"));
            }
        }
        catch (Exception e) when (e is UserErrorException or ExpressionException)
        {
            CompleteRun(WorkflowPhase.Error, e.Message);
            return;
        }

        if (State.Workflow.Metadata.Annotations?.ContainsKey(NodeNames.PodNameFormatAnnotation) != true)
        {
            annotations[NodeNames.PodNameFormatAnnotation] = State.Config.PodNameFormat;
        }

        Emit(new RunChanged
        {
            Phase = WorkflowPhase.Running,
            Message = State.Message is null ? null : "",
            StartedAt = State.StartedAt is null ? Now : null,
            Labels = labels,
            Annotations = annotations,
            PersistentVolumeClaims = ClaimVolumes(),
        });
        ProtectArtifacts();
        _globals?.Forget();
        EmitRunMetrics(realtime: true);
    }

    private static string LabelValue(string label, string value) => LabelValues.Problem(value) is { } problem
        ? throw new UserErrorException($"invalid label value \"{value}\" for label \"{label}\": {problem}")
        : value;

    /// <summary>The spec that is executed, globals substituted; null before the run has begun.</summary>
    public WorkflowSpec? ExecutedSpec => _globals is null ? null : Spec;

    private bool PrepareSpec()
    {
        if (State.StoredSpec is { } stored)
        {
            // What users switch while the run lives is read from the workflow itself.
            Spec = stored with { Suspend = State.Workflow.Spec.Suspend, Shutdown = State.Workflow.Spec.Shutdown };
        }
        else
        {
            var reference = State.Workflow.Spec.WorkflowTemplateRef;
            WorkflowSpec? template = null;
            if (reference is not null)
            {
                var cluster = reference.ClusterScope == true;
                template = KnownSpec(cluster ? "cluster" : "namespaced", reference.Name ?? "");
                if (template is null)
                {
                    throw MissingTemplate(cluster, reference.Name ?? "");
                }
            }

            Spec = SpecMerge.Executed(State.Workflow, template, State.Config.WorkflowDefaults);
            TakeDefaultMetadata();
            if (reference is not null)
            {
                var label = reference.ClusterScope == true ? "workflows.argoproj.io/cluster-workflow-template" : "workflows.argoproj.io/workflow-template";
                Emit(new RunChanged { StoredSpec = Spec, Labels = new Dictionary<string, string> { [label] = reference.Name ?? "" } });
            }
        }

        if (string.IsNullOrEmpty(Spec.Entrypoint))
        {
            throw new RunRefusedException("invalid spec: spec.entrypoint is required");
        }

        return true;
    }

    private void TakeDefaultMetadata()
    {
        var metadata = State.Workflow.Metadata;
        var joined = State.Config.WorkflowDefaults?.Metadata is { } defaults ? WorkflowMerge.JoinMetadata(metadata, defaults) : metadata;
        if (joined.Labels?.Count != metadata.Labels?.Count || joined.Annotations?.Count != metadata.Annotations?.Count)
        {
            Emit(new RunChanged { Labels = joined.Labels, Annotations = joined.Annotations });
        }
    }

    private bool PrepareParameters()
    {
        var found = new Dictionary<string, string>();
        foreach (var parameter in Spec.Arguments?.Parameters ?? [])
        {
            var name = parameter.Name ?? "";
            if (parameter.Value is not null || SecretParameters.Is(parameter) || State.SuppliedParameters.ContainsKey(name))
            {
                continue;
            }

            if (parameter.ValueFrom?.ConfigMapKeyRef is not null)
            {
                found[name] = GlobalConfigMapValue(name, parameter.ValueFrom);
            }
            else if (parameter.ValueFrom?.Default is { } fallback)
            {
                found[name] = fallback;
            }
            else if (parameter.ValueFrom is null)
            {
                throw new RunRefusedException($"invalid spec: spec.arguments.{name}.value or spec.arguments.{name}.valueFrom is required");
            }
        }

        if (found.Count > 0)
        {
            Emit(new RunChanged { Parameters = found });
        }

        // What named the config maps has seen the parameters without these values.
        ForgetGlobals();
        if (State.Config.Part is null)
        {
            SubstituteGlobals();
        }

        return true;
    }

    private string GlobalConfigMapValue(string name, ValueFrom from)
    {
        try
        {
            return ArgumentResolver.ConfigMapValue(this, from, Globals, "the value");
        }
        catch (UserErrorException e)
        {
            var reference = from.ConfigMapKeyRef!;
            throw new RunRefusedException($"failed to set global parameters: failed to set global parameter {name} from configmap with name {reference.Name} and key {reference.Key}: {e.Message}");
        }
    }

    // Everything of the spec but the templates, whose variables are those of their own execution.
    private void SubstituteGlobals()
    {
        var known = new TagScope((_globals ??= new GlobalVariables(this)).OfTheBeginning) { Clock = _clock ??= new DecisionClock(this) };
        var written = Spec with { Templates = null, Hooks = HasSecretParameters ? SecretMarks.HandOn(Spec.Hooks, known) : Spec.Hooks };
        Spec = Render.Tolerant(written, known, EngineJson.Plain.WorkflowSpec) with { Templates = Spec.Templates };
        ForgetGlobals();
    }

    private void ForgetGlobals()
    {
        _parameters = null;
        _globals?.Forget();
        _globalScope = null;
    }

    private void AssessRun() => _runFrame?.Assess();

    /// <summary>The run is over.</summary>
    public void CompleteRun(string phase, string? message)
    {
        if (_built && State.Conditions.GetValueOrDefault("PodRunning")?.Status != "False")
        {
            _runningPods = 0;
            Emit(new RunChanged { Conditions = [new Condition { Type = "PodRunning", Status = "False" }] });
        }

        Emit(new RunChanged
        {
            Phase = phase,
            Message = message ?? (State.Message is null ? null : ""),
            StartedAt = State.StartedAt is null ? Now : null,
            FinishedAt = Now,
            Labels = new Dictionary<string, string> { [PhaseLabel] = phase, [CompletedLabel] = "true" },
            Conditions = [new Condition { Type = "Completed", Status = "True" }],
        });
        ReleaseRunLocks();
        EmitRunMetrics(realtime: false);
        _built = false;
        _runFrame = null;
        _agenda.Clear();
        _blocked.Clear();
        _timers.Clear();
        Live.Clear();
        CollectAtCompletion();
        Effect(new RunCompleted(phase, State.Message));
        if (EndOfPart is { } end)
        {
            Effect(end);
        }
    }
}
