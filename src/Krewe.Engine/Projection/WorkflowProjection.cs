using Krewe.Model;

namespace Krewe.Engine;

/// <summary>A run as Argo's clients see it.</summary>
public static class WorkflowProjection
{
    /// <summary>The workflow with its status, all nodes in it.</summary>
    public static Workflow Of(RunState state) => Of(state, withNodes: true);

    /// <summary>The workflow with its status; without nodes it costs the same however large the run is.</summary>
    /// <param name="state">The run.</param>
    /// <param name="withNodes">Whether all nodes are in it, and what they come to.</param>
    /// <param name="known">What they come to, where they are not.</param>
    public static Workflow Of(RunState state, bool withNodes, NodeSums? known = null)
    {
        var status = (state.Workflow.Status ?? new WorkflowStatus()) with
        {
            Phase = state.Phase.Length == 0 ? null : state.Phase,
            Message = string.IsNullOrEmpty(state.Message) ? null : state.Message,
            StartedAt = state.StartedAt,
            FinishedAt = state.FinishedAt,
            EstimatedDuration = state.Config.EstimatedDuration ?? (state.Config.Estimates?.TryGetValue("", out var seconds) == true ? seconds : (int?)null) ?? state.Workflow.Status?.EstimatedDuration,
            Outputs = state.Outputs,
            Conditions = state.Conditions.Count == 0 ? null : state.Conditions.Values.ToList(),
            StoredTemplates = state.StoredTemplates.Count == 0 ? null : new SortedDictionary<string, Template>(new Dictionary<string, Template>(state.StoredTemplates), StringComparer.Ordinal),
            StoredWorkflowTemplateSpec = state.StoredSpec is { } stored ? stored with { Suspend = state.Workflow.Spec.Suspend, Shutdown = state.Workflow.Spec.Shutdown } : null,
            PersistentVolumeClaims = state.PersistentVolumeClaims,
            Synchronization = LockStatus.Of(state),
        };
        if (withNodes)
        {
            var totals = new NodeTotals(state);
            status = status with { Nodes = totals.Nodes(), Progress = totals.RunProgress, ResourcesDuration = totals.RunResources };
        }
        else if (known is not null)
        {
            status = status with { Progress = known.Progress, ResourcesDuration = known.Resources };
        }

        return state.Workflow with { ApiVersion = state.Workflow.ApiVersion ?? "argoproj.io/v1alpha1", Kind = state.Workflow.Kind ?? "Workflow", Status = status };
    }
}
