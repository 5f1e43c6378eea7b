using System.Globalization;
using Krewe.Expressions.Tags;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>Work that an executor does: container, script, container set, resource, data, HTTP, plugin, child workflow.</summary>
internal sealed class LeafBody(RunWork work, Invocation invocation) : WorkBody(work, invocation)
{
    private static readonly Dictionary<string, ValueFrom> NoSecrets = [];
    private DateTimeOffset? _pendingUntil;
    private DateTimeOffset? _until;

    public override void Start(bool resumed)
    {
        var plan = Invocation.Plan;
        var type = Invocation.NodeTypeOf(Invocation.Template!);
        if (!resumed && Work.HaltMessage(plan.OnExit) is { } halted)
        {
            // What would start after the run's deadline is seen as pending for a moment, as Argo shows it, and fails then.
            var late = State.Shutdown.Length == 0;
            Invocation.Add(type, late ? NodePhase.Pending : NodePhase.Failed, late ? null : halted);
            if (late)
            {
                _until = Work.Now.AddTicks(1);
                Work.WakeSoon(Invocation);
            }

            return;
        }

        var (template, secrets) = RenderTemplate();
        _ = ActiveDeadline(template);
        var timeout = Duration(template.Timeout, "timeout");
        var pendingTimeout = Duration(template.PendingTimeout, "pendingTimeout");
        if (!resumed)
        {
            Invocation.Add(type, NodePhase.Pending, given: true, host: Work.HostFor(template, plan.Attempt?.AvoidHosts ?? []));
            AddContainers();
            Work.Effect(new StartNode(Order(template, secrets)));
        }

        var started = Node.StartedAt ?? Work.Now;
        _until = resumed && Node is { Phase: NodePhase.Pending, Outstanding: false } ? Work.Now : started + timeout;
        _pendingUntil = Earliest(started + pendingTimeout, _until);
        foreach (var due in new[] { _pendingUntil, _until })
        {
            if (due is { } moment)
            {
                Work.WakeAt(Invocation, moment);
            }
        }
    }

    public override void Advance()
    {
        if (Node.Phase == NodePhase.Pending && _pendingUntil is { } pending && Work.Now >= pending)
        {
            Work.CancelWork(Node, "timeout");
            Finish(NodePhase.Failed, "timeout");
        }
        else if (_until is { } until && Work.Now >= until)
        {
            Work.CancelWork(Node, RunWork.PastDeadlineMessage);
            Finish(NodePhase.Failed, RunWork.PastDeadlineMessage);
        }
    }

    public bool IsDaemon => Invocation.Template?.Daemon == true;

    public override RunEffect Begin() => new StartNode(Order());

    /// <summary>The order for the executor, rendered anew: it is kept by nobody, since many thousands of nodes may be at work.</summary>
    public NodeWorkOrder Order()
    {
        var (template, secrets) = RenderTemplate();
        return Order(template, secrets);
    }

    private NodeWorkOrder Order(Template template, IReadOnlyDictionary<string, ValueFrom> secrets)
    {
        var plan = Invocation.Plan;
        var podName = Work.PodName(Name, Invocation.Template!.Name ?? plan.Template);
        var started = Node.StartedAt ?? Work.Now;
        DateTimeOffset? deadline = plan.OnExit ? null : Work.RunDeadline;
        if (ActiveDeadline(template) is { } seconds)
        {
            deadline = Earliest(deadline, started.AddSeconds(seconds));
        }

        deadline = Earliest(Earliest(deadline, _until), plan.Attempt?.Deadline);
        return new NodeWorkOrder
        {
            NodeId = Id,
            Attempt = Node.Attempt,
            Host = State.HostOf(Node),
            Namespace = State.Namespace,
            WorkflowName = State.Name,
            RunUid = State.Uid,
            NodeName = Name,
            NodeType = Node.Type,
            PodName = podName,
            Template = template,
            Secrets = secrets,
            Volumes = Work.VolumesFor(template, Invocation.InsideScope()),
            OwnedClaims = Work.OwnedClaims,
            Deadline = deadline,
            CaptureResult = plan.CaptureResult || Invocation.Template!.Data is not null || Invocation.Template.Http is not null,
            ArchiveLogs = State.Config.ArchiveLogs || (template.ArchiveLocation?.ArchiveLogs ?? Work.Spec.ArchiveLogs ?? false),
            ArchiveKeyPrefix = Work.ArchiveKeyPrefix(podName),
            Labels = Labels(template),
            Annotations = Annotations(template),
            ServiceAccountName = template.ServiceAccountName ?? Work.Spec.ServiceAccountName,
            AvoidHosts = plan.Attempt?.AvoidHosts ?? [],
            Child = Node.ChildWorkflow,
            Priority = Work.Priority,
            Depth = Depth,
            ExecutorPlugins = template.Plugin is null ? [] : Work.Spec.ExecutorPlugins ?? [],
        };
    }

    private int Depth => int.TryParse(State.Workflow.Metadata.Annotations?.GetValueOrDefault(ChildRuns.DepthAnnotation), NumberStyles.None, CultureInfo.InvariantCulture, out var depth) ? depth : 0;

    private (Template Template, IReadOnlyDictionary<string, ValueFrom> Secrets) RenderTemplate()
    {
        var scope = Invocation.InsideScope();
        var (written, marks) = Invocation.WithMarks();
        var template = written.Workflow is { } call
            ? RenderCall(call, written, scope)
            : Render.Lenient(written, scope, EngineJson.Plain.Template);
        var boundary = Invocation.Plan.Boundary?.Template;
        template = template with
        {
            Inputs = marks is not null && template.Plugin is not null ? marks.In(Invocation.Inputs) : Invocation.Inputs,
            RetryStrategy = null,
            NodeSelector = template.NodeSelector ?? boundary?.NodeSelector ?? Work.Spec.NodeSelector,
            Tolerations = template.Tolerations ?? boundary?.Tolerations ?? Work.Spec.Tolerations,
            Affinity = template.Affinity ?? boundary?.Affinity ?? Work.Spec.Affinity,
            SecurityContext = template.SecurityContext ?? Work.Spec.SecurityContext,
        };
        return (template, marks?.Secrets ?? NoSecrets);
    }

    // The tags in a child's own spec are the child's.
    private Template RenderCall(WorkflowCallTemplate call, Template template, TagScope scope)
    {
        if (Depth >= State.Config.MaxDepth)
        {
            throw new UserErrorException($"workflows call each other {Depth} deep, the limit is {State.Config.MaxDepth}");
        }

        var rendered = Render.Lenient(template with { Workflow = call with { Spec = null } }, scope, EngineJson.Plain.Template);
        return rendered with { Workflow = rendered.Workflow! with { Spec = call.Spec } };
    }

    private static double? ActiveDeadline(Template template)
    {
        if (template.ActiveDeadlineSeconds is not { Text.Length: > 0 } text)
        {
            return null;
        }

        return double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9
            ? seconds
            : throw new UserErrorException($"activeDeadlineSeconds \"{text.Text}\" is not a number of seconds");
    }

    private static TimeSpan? Duration(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            return GoTime.Parse(text);
        }
        catch (UserErrorException)
        {
            throw new UserErrorException($"invalid {field} format: unable to parse \"{text}\" as a duration");
        }
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null || a < b ? a : b;

    // The containers of a set hang on the containers they wait for.
    private void AddContainers()
    {
        foreach (var container in Invocation.Template!.ContainerSet?.Containers ?? [])
        {
            IReadOnlyList<string> parents = container.Dependencies is { Count: > 0 } dependencies
                ? dependencies.Select(d => Work.IdOf(NodeNames.ContainerSetMember(Name, d))).ToList()
                : [Id];
            Work.Emit(new NodeAdded
            {
                Name = NodeNames.ContainerSetMember(Name, container.Name ?? ""),
                Type = NodeType.Container,
                Phase = NodePhase.Pending,
                At = Work.Now,
                Boundary = Id,
                Parents = parents,
                Template = Invocation.Plan.Template,
                TemplateRef = Invocation.Plan.TemplateRef,
                TemplateScope = Invocation.Plan.Source.IsLocal ? null : Invocation.Plan.Source.Text,
            });
        }
    }

    // What the template's own resource gives its pods, then what the run gives to all of its own.
    private IEnumerable<KeyValuePair<string, string>> OfAllPods(Func<Metadata, IReadOnlyDictionary<string, string>?> part) =>
        new[] { Work.PodMetadataOf(Invocation.Inner), Work.Spec.PodMetadata }.OfType<Metadata>().SelectMany(metadata => part(metadata) ?? new Dictionary<string, string>());

    private Dictionary<string, string> Labels(Template template)
    {
        var labels = new Dictionary<string, string>();
        foreach (var (key, value) in OfAllPods(m => m.Labels).Concat(template.Metadata?.Labels ?? new Dictionary<string, string>()))
        {
            labels[key] = Render.LenientText(value, Invocation.InsideScope());
        }

        labels["workflows.argoproj.io/workflow"] = State.Name;
        labels["workflows.argoproj.io/completed"] = "false";
        if (Invocation.Plan.OnExit)
        {
            labels["workflows.argoproj.io/on-exit"] = "true";
        }

        return labels;
    }

    private Dictionary<string, string> Annotations(Template template)
    {
        var annotations = new Dictionary<string, string>();
        foreach (var (key, value) in OfAllPods(m => m.Annotations).Concat(template.Metadata?.Annotations ?? new Dictionary<string, string>()))
        {
            annotations[key] = Render.LenientText(value, Invocation.InsideScope());
        }

        annotations["workflows.argoproj.io/node-name"] = Name;
        annotations["workflows.argoproj.io/node-id"] = Id;
        return annotations;
    }
}
