using Krewe.Model.Submission;

namespace Krewe.Model.Runs;

/// <summary>What users do to a stored workflow that waits for them. Pure; the caller stores what comes back.</summary>
public static class SuspendedNodes
{
    /// <summary>Whether a node waits for somebody to resume it.</summary>
    public static bool IsActive(NodeStatus node) => node.Type == NodeType.Suspend && node.Phase == NodePhase.Running;

    /// <summary>Whether the workflow waits: as a whole or in a suspend node.</summary>
    public static bool IsSuspended(Workflow workflow) => workflow.Spec?.Suspend == true || Nodes(workflow).Values.Any(IsActive);

    /// <summary>Lets the workflow and all its waiting nodes go on; supplied outputs that nobody set take their defaults.</summary>
    public static Changed<Workflow> Resume(Workflow workflow, DateTimeOffset now, string message = "")
    {
        workflow = Present.Of(workflow);
        var nodes = new Dictionary<string, NodeStatus>(Nodes(workflow), StringComparer.Ordinal);
        foreach (var (id, node) in nodes.Where(pair => IsActive(pair.Value)).ToList())
        {
            var outputs = WithDefaults(node.Outputs);
            if (outputs.Error is not null)
            {
                return new(null, outputs.Error);
            }

            var joined = string.Join("; ", new[] { node.Message, message }.Where(part => !string.IsNullOrEmpty(part)));
            nodes[id] = node with { Outputs = outputs.Value, Phase = NodePhase.Succeeded, Message = joined.Length == 0 ? null : joined, FinishedAt = now };
        }

        var spec = workflow.Spec.Suspend == true ? workflow.Spec with { Suspend = null } : workflow.Spec;
        return new(workflow with { Spec = spec, Status = workflow.Status is null ? null : workflow.Status with { Nodes = workflow.Status.Nodes is null ? null : nodes } }, null);
    }

    /// <summary>Ends waiting nodes that a selector matches, or sets their message and outputs.</summary>
    public static Changed<Workflow> Set(Workflow workflow, string nodeFieldSelector, SuspendedNodeValues values, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(nodeFieldSelector))
        {
            return new(null, "'set' currently only targets suspend nodes, use a node field selector to target them");
        }

        var (selector, error) = NodeSelector.Parse(nodeFieldSelector);
        if (selector is null)
        {
            return new(null, error);
        }

        var changed = workflow;
        var updated = false;
        foreach (var node in Nodes(workflow).Values.Where(node => IsActive(node) && selector.Matches(node)).OrderBy(node => node.Id, StringComparer.Ordinal))
        {
            var result = Set(changed, node, values, now);
            if (result.Error is not null)
            {
                return result;
            }

            changed = result.Value!;
            updated |= !string.IsNullOrEmpty(values.Phase) || !string.IsNullOrEmpty(values.Message) || values.OutputParameters is { Count: > 0 };
        }

        return updated
            ? new(changed, null)
            : new(null, $"currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: {nodeFieldSelector}");
    }

    /// <summary>Asks the workflow to stop (<c>Stop</c>: exit handlers still run) or terminate (<c>Terminate</c>: nothing does).</summary>
    public static Changed<Workflow> Shutdown(Workflow workflow, string strategy) => WorkflowPhase.IsCompleted(workflow.Status?.Phase)
        ? new(null, $"cannot shutdown a completed workflow: workflow: \"{workflow.Metadata.Name}\", namespace: \"{workflow.Metadata.Namespace}\"")
        : new(workflow with { Spec = Present.Of(workflow).Spec with { Shutdown = strategy } }, null);

    /// <summary>Asks the workflow to start nothing new until it is resumed.</summary>
    public static Changed<Workflow> Suspend(Workflow workflow) => workflow.Metadata?.Labels?.GetValueOrDefault(RunLabels.Completed) == "true"
        ? new(null, "cannot suspend completed workflows")
        : new(workflow with { Spec = Present.Of(workflow).Spec with { Suspend = true } }, null);

    private static IReadOnlyDictionary<string, NodeStatus> Nodes(Workflow workflow) => workflow.Status?.Nodes ?? new Dictionary<string, NodeStatus>();

    private static Changed<Workflow> Set(Workflow workflow, NodeStatus node, SuspendedNodeValues values, DateTimeOffset now)
    {
        if (!string.IsNullOrEmpty(values.Phase))
        {
            node = node with { Phase = values.Phase, FinishedAt = NodePhase.IsCompleted(values.Phase) ? now : node.FinishedAt };
        }

        if (!string.IsNullOrEmpty(values.Message))
        {
            node = node with { Message = values.Message };
        }

        var status = workflow.Status!;
        if (values.OutputParameters is { Count: > 0 } given)
        {
            var outputs = SuppliedOutputs.Set(node.Outputs, given);
            if (outputs.Value is null)
            {
                return new(null, outputs.Error);
            }

            node = node with { Outputs = outputs.Value };
            status = status with { Outputs = GlobalOutputs.Add(status.Outputs, outputs.Value.Parameters!.Where(parameter => given.ContainsKey(parameter.Name ?? ""))) };
        }

        var nodes = new Dictionary<string, NodeStatus>(status.Nodes!, StringComparer.Ordinal) { [node.Id] = node };
        return new(workflow with { Status = status with { Nodes = nodes } }, null);
    }

    private static Changed<Outputs> WithDefaults(Outputs? outputs)
    {
        if (outputs?.Parameters is null)
        {
            return new(outputs, null);
        }

        var missing = outputs.Parameters.FirstOrDefault(parameter => parameter.ValueFrom is { Supplied: not null, Default: null });
        return missing is not null
            ? new(null, $"raw output parameter '{missing.Name}' has not been set and does not have a default value")
            : new(outputs with { Parameters = [.. outputs.Parameters.Select(parameter => parameter.ValueFrom?.Supplied is null ? parameter : parameter with { Value = parameter.ValueFrom.Default, ValueFrom = null })] }, null);
    }
}
