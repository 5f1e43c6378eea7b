using Krewe.Model.Submission;

namespace Krewe.Model.Runs;

/// <summary>Lets a finished workflow run again from where it failed, under its own name.</summary>
public static class RunRetry
{
    /// <summary>The workflow made ready.</summary>
    /// <param name="workflow">The finished workflow, its nodes not compressed.</param>
    /// <param name="restartSuccessful">Whether nodes that the selector matches run again though they succeeded.</param>
    /// <param name="nodeFieldSelector">The selector (see <see cref="NodeSelector"/>), or null.</param>
    /// <param name="parameters">Parameters to change, as <c>name=value</c>.</param>
    /// <param name="now">The time it is.</param>
    /// <param name="rootName">Name of the outermost node where it is not the workflow's own: of a part of a run.</param>
    public static Changed<RetriedRun> Formulate(
        Workflow workflow, bool restartSuccessful, string? nodeFieldSelector, IReadOnlyList<string>? parameters, DateTimeOffset now, string? rootName = null)
    {
        rootName ??= workflow.Metadata.Name ?? "";
        workflow = Present.Of(workflow);
        var selects = restartSuccessful && !string.IsNullOrEmpty(nodeFieldSelector);
        if (Refusal(workflow, selects) is { } refusal)
        {
            return new(null, refusal);
        }

        var fresh = Fresh(workflow, parameters, now);
        var (chosen, error) = Chosen(workflow, selects ? nodeFieldSelector! : null);
        error ??= fresh.Error;
        var (graph, graphError) = NodeGraph.Of(workflow, rootName);
        error ??= graphError;
        if (error is not null)
        {
            return new(null, error);
        }

        // Near the root first: what is deleted with an outer node must not reset anything by itself.
        var plan = new RetryPlan(graph!);
        foreach (var node in graph!.FromRoot(rootName).Where(node => chosen.Contains(node.Id)))
        {
            if (!plan.Delete.Contains(node.Id) && plan.Redo(node, keep: parameters is not { Count: > 0 } && IsFailedPart(node)) is { } problem)
            {
                return new(null, problem);
            }
        }

        if (parameters is { Count: > 0 })
        {
            ExpandAnew(workflow.Status!.Nodes!, graph, plan);
        }

        return new(Finish(workflow, fresh.Value!, graph, plan, now), null);
    }

    // A part goes on by itself from where it failed, unless it is to be given other values.
    private static bool IsFailedPart(NodeStatus node) => node.Phase is NodePhase.Failed or NodePhase.Error && RunParts.UidOf(node) is not null;

    private static string? Refusal(Workflow workflow, bool selects) => workflow.Status?.Phase switch
    {
        WorkflowPhase.Failed or WorkflowPhase.Error => null,
        WorkflowPhase.Succeeded => selects ? null : "To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector",
        var phase => $"Cannot retry a workflow in phase {phase}",
    };

    private static Changed<Workflow> Fresh(Workflow workflow, IReadOnlyList<string>? parameters, DateTimeOffset now)
    {
        var status = workflow.Status!;
        var labels = workflow.Metadata.Labels?.Where(label => label.Key is not (RunLabels.Completed or RunLabels.ArchivingStatus)).ToDictionary(StringComparer.Ordinal);
        var conditions = (status.Conditions ?? []).Where(condition => condition.Type != "Completed").Append(new Condition { Type = "Completed", Status = "False" });
        var fresh = workflow with
        {
            Metadata = workflow.Metadata with { Labels = labels },
            Spec = workflow.Spec with
            {
                Shutdown = null,
                ActiveDeadlineSeconds = workflow.Spec.ActiveDeadlineSeconds == 0 ? null : workflow.Spec.ActiveDeadlineSeconds,
            },
            Status = status with
            {
                Conditions = [.. conditions],
                Phase = WorkflowPhase.Unknown,
                Message = null,
                StartedAt = now,
                FinishedAt = null,
                PersistentVolumeClaims = [],
                StoredWorkflowTemplateSpec = status.StoredWorkflowTemplateSpec is null ? null : status.StoredWorkflowTemplateSpec with { Shutdown = null },
            },
        };
        return WorkflowSubmission.OverrideParameters(fresh, parameters);
    }

    /// <summary>The nodes to do again: those selected, and those that failed at the end of their branch.</summary>
    private static (HashSet<string> Nodes, string? Error) Chosen(Workflow workflow, string? nodeFieldSelector)
    {
        var nodes = workflow.Status!.Nodes ?? new Dictionary<string, NodeStatus>();
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        if (nodeFieldSelector is not null)
        {
            var (selector, error) = NodeSelector.Parse(nodeFieldSelector);
            if (selector is null)
            {
                return (chosen, error);
            }

            chosen.UnionWith(nodes.Values.Where(selector.Matches).Select(node => node.Id));
        }

        var failed = nodes.Where(pair => pair.Value.Phase is NodePhase.Failed or NodePhase.Error
            && (pair.Value.Type == NodeType.Container || NodeType.IsWork(pair.Value.Type) || RunParts.UidOf(pair.Value) is not null)
            && !NodeGraph.HasSucceededDescendant(nodes, RetryOf(nodes, pair.Value), chosen)).Select(pair => pair.Key).ToList();
        chosen.UnionWith(failed);
        return (chosen, null);
    }

    // What follows a retried node hangs on its retry node, not on the attempt.
    private static NodeStatus RetryOf(IReadOnlyDictionary<string, NodeStatus> nodes, NodeStatus node) => node.NodeFlag?.Retried == true
        ? nodes.Values.FirstOrDefault(other => other.Type == NodeType.Retry && other.Children?.Contains(node.Id, StringComparer.Ordinal) == true) ?? node
        : node;

    // With other parameters a group may have other members: they are all made anew.
    private static void ExpandAnew(IReadOnlyDictionary<string, NodeStatus> nodes, NodeGraph graph, RetryPlan plan)
    {
        foreach (var id in plan.Reset.Where(id => !plan.Delete.Contains(id)).ToList())
        {
            if (nodes.TryGetValue(id, out var node) && node.Type is NodeType.TaskGroup or NodeType.StepGroup)
            {
                plan.Delete.UnionWith(graph.Below(node));
            }
        }
    }

    private static RetriedRun Finish(Workflow workflow, Workflow fresh, NodeGraph graph, RetryPlan plan, DateTimeOffset now)
    {
        var exitHandler = NodeNames.ExitHandler(workflow.Metadata.Name ?? "");
        var nodes = new Dictionary<string, NodeStatus>(StringComparer.Ordinal);
        var pods = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (id, node) in workflow.Status!.Nodes ?? new Dictionary<string, NodeStatus>())
        {
            if (plan.Delete.Contains(id) && node.Type == NodeType.Pod)
            {
                pods.Add(NodeNames.Pod(workflow, node));
            }

            if (node.Name == exitHandler)
            {
                pods.Add(NodeNames.Pod(workflow, node));
                pods.UnionWith(graph.Below(node).Select(below => NodeNames.Pod(workflow, workflow.Status.Nodes![below])));
            }

            if (plan.Delete.Contains(id) || (node.Name.StartsWith(exitHandler, StringComparison.Ordinal) && !plan.Reset.Contains(id)))
            {
                continue;
            }

            nodes[id] = (plan.Reset.Contains(id) ? ResetNode(node, now) : node) with
            {
                Children = node.Children?.Where(child => !plan.Delete.Contains(child)).ToList(),
                OutboundNodes = node.OutboundNodes?.Where(outbound => !plan.Delete.Contains(outbound)).ToList(),
            };
        }

        return new RetriedRun(fresh with { Status = fresh.Status! with { Nodes = nodes } }, [.. pods]);
    }

    private static NodeStatus ResetNode(NodeStatus node, DateTimeOffset now)
    {
        // What a user supplied is asked for again.
        var outputs = node is { Type: NodeType.Suspend, Outputs.Parameters: { } parameters }
            ? node.Outputs with { Parameters = [.. parameters.Select(parameter => new Parameter { Name = parameter.Name, ValueFrom = new ValueFrom { Supplied = new SuppliedValueFrom() } })] }
            : node.Outputs;
        return node with
        {
            Outputs = outputs,
            Phase = node.Phase == NodePhase.Skipped ? NodePhase.Skipped : NodePhase.Running,
            Message = null,
            StartedAt = now,
            FinishedAt = null,
        };
    }
}
