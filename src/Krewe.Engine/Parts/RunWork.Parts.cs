using Krewe.Model;

namespace Krewe.Engine;

/// <content>Parts: what the run gives to them, and what they tell it.</content>
internal sealed partial class RunWork
{
    private PartPolicy? _parts;

    /// <summary>Whether the execution has a log of its own.</summary>
    public bool IsPart(Invocation invocation) => invocation.Node is { } node && node.WaitingLock is not { Length: > 0 }
        ? node.PartUid is not null
        : (_parts ??= new PartPolicy(this)).Splits(invocation);

    /// <summary>What a part begins with: all that it could ask its run for.</summary>
    public CreateRun PartOf(Invocation invocation)
    {
        var plan = invocation.Plan;
        return new CreateRun
        {
            Now = Now,
            Workflow = State.Workflow with
            {
                Metadata = State.Workflow.Metadata with { Uid = invocation.Node!.PartUid, Finalizers = null, Annotations = Maps.Merge(State.Workflow.Metadata.Annotations, RunState.AnnotationsOf(invocation.Node.Attempt)) },
                Spec = PartSpec(),
                Status = new WorkflowStatus
                {
                    Outputs = State.Outputs,
                    StoredTemplates = State.StoredTemplates.Count == 0 ? null : State.StoredTemplates,
                },
            },
            Templates = [.. State.KnownTemplates.Values],
            ClusterTemplates = [.. State.KnownClusterTemplates.Values],
            Config = State.Config with
            {
                WorkflowDefaults = null,
                IsThrottled = false,
                EstimatedDuration = null,
                Part = new PartOrigin
                {
                    HolderUid = State.Uid,
                    NodeName = invocation.Name,
                    DisplayName = invocation.Node!.DisplayName,
                    CallName = plan.CallName,
                    TemplateName = plan.Template,
                    TemplateRef = plan.TemplateRef,
                    Template = invocation.Template!,
                    Source = plan.Source.Text,
                    Inner = invocation.Inner.Text,
                    Inputs = invocation.Inputs,
                    Variables = plan.Attempt?.Variables ?? new Dictionary<string, string>(),
                    Depth = plan.Depth,
                    RunStartedAt = State.Config.Part?.RunStartedAt ?? State.StartedAt,
                    RunDeadline = RunDeadline,
                },
            },
        };
    }

    // What belongs to the run as a whole is done by the run.
    private WorkflowSpec PartSpec() => Spec with
    {
        Arguments = Spec.Arguments is null ? null : Spec.Arguments with { Parameters = GlobalParameters },
        WorkflowTemplateRef = null,
        Hooks = null,
        OnExit = null,
        Metrics = null,
        Synchronization = null,
        WorkflowMetadata = null,
        TtlStrategy = null,
        ActiveDeadlineSeconds = null,
        Suspend = null,
        Shutdown = null,
    };

    /// <summary>How the outermost node of this part is executed; null in a run.</summary>
    public InvocationPlan? PartPlan => State.Config.Part is not { } part ? null : new InvocationPlan
    {
        NodeName = part.NodeName,
        CallName = part.CallName,
        DisplayName = part.DisplayName,
        Template = part.TemplateName,
        TemplateRef = part.TemplateRef,
        Source = SourceOf(part.Source),
        Depth = part.Depth,
        IsPartRoot = true,
        // All that comes before the body is done: the run holds the locks and counts the attempts.
        Attempt = new AttemptPlan(part.Template, SourceOf(part.Inner), part.Inputs, part.Variables, null, []),
    };

    // What a part says of itself.
    private void ReportOfPart(RunNode node, NodeReported report)
    {
        var ended = NodePhase.IsCompleted(report.Phase);
        if (node.IsFulfilled)
        {
            if (ended)
            {
                Emit(new NodeChanged { Id = node.Id, Given = false, Progress = report.Progress, ResourcesDuration = report.ResourcesDuration });
            }

            return;
        }

        if (!ended)
        {
            if (report.Progress is not null && report.Progress != node.Progress)
            {
                Emit(new NodeChanged { Id = node.Id, Progress = report.Progress });
            }

            return;
        }

        Emit(new NodeChanged
        {
            Id = node.Id,
            Phase = report.Phase,
            Message = report.Message ?? (string.IsNullOrEmpty(node.Message) ? null : ""),
            FinishedAt = Now,
            Outputs = report.Outputs,
            Progress = report.Progress ?? node.Progress,
            ResourcesDuration = report.ResourcesDuration,
            Given = false,
        });
        if (report.RunOutputs is { } global)
        {
            Emit(new RunChanged { Outputs = global });
        }

        if (Live.GetValueOrDefault(node.Id) is { } live)
        {
            Enqueue(live);
        }
    }

    private void ReportOfStrayPart(RunNode node, NodeReported report)
    {
        var ended = NodePhase.IsCompleted(report.Phase);
        if (!node.Outstanding && !ended)
        {
            // It began after all when nobody waited for it any more.
            Effect(new EndPart(node.Id, node.PartUid!, Immediate: true));
        }
        else if (node.Outstanding && ended && report.Attempt < node.Attempt && Live.GetValueOrDefault(node.Id)?.CurrentBody is PartBody body)
        {
            // It has ended as it was before its node was started again, and can go on now.
            Effect(body.Begin());
        }
    }

    /// <summary>What this part tells its holder of its end; null while it goes on, and of a run.</summary>
    private ReportPart? EndOfPart
    {
        get
        {
            if (State.Config.Part is not { } part || !State.IsCompleted)
            {
                return null;
            }

            var root = NodeByName(part.NodeName);
            var sums = NodeSums.Of(State);
            return new ReportPart(part.HolderUid, new NodeReported
            {
                Now = Now,
                NodeId = IdOf(part.NodeName),
                Attempt = State.PartAttempt,
                // A part that could not even begin has no node.
                Phase = root?.Phase ?? (State.Phase == WorkflowPhase.Failed ? NodePhase.Failed : NodePhase.Error),
                Message = root is null ? State.Message : root.Message,
                Outputs = root?.Outputs,
                RunOutputs = OutputSets.Without(State.Outputs, State.Workflow.Status?.Outputs),
                Progress = sums.Progress,
                ResourcesDuration = sums.Resources ?? new Dictionary<string, long>(),
            });
        }
    }

    /// <summary>How far this part is, for its holder; null of a run, and of a part that has ended.</summary>
    public ReportPart? ProgressOfPart => State.Config.Part is not { } part || State.IsCompleted ? null : new ReportPart(part.HolderUid, new NodeReported
    {
        Now = Now,
        NodeId = IdOf(part.NodeName),
        Attempt = State.PartAttempt,
        Phase = NodePhase.Running,
        Progress = NodeSums.Of(State).Progress,
    });

    /// <summary>The holder made the node run again: the part goes on where it failed.</summary>
    private void ContinuePart(ContinuePart again)
    {
        if (State.IsCompleted && State.PartAttempt < again.Attempt)
        {
            Retry(new RetryRun { Now = Now });
            Emit(new RunChanged { Annotations = RunState.AnnotationsOf(again.Attempt) });
        }
    }
}
