using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Which artifacts of a run are deleted, and when: <c>spec.artifactGC</c> and the artifacts' own <c>artifactGC</c>.</summary>
public static class ArtifactGCPolicy
{
    /// <summary>Finalizer of a workflow that has artifacts to delete.</summary>
    public const string Finalizer = "workflows.argoproj.io/artifact-gc";

    /// <summary>Strategy: as soon as the run has ended.</summary>
    public const string OnWorkflowCompletion = "OnWorkflowCompletion";

    /// <summary>Strategy: when the run is deleted.</summary>
    public const string OnWorkflowDeletion = "OnWorkflowDeletion";

    /// <summary>Type of the condition that says why artifacts could not be deleted.</summary>
    public const string ErrorCondition = "ArtifactGCError";

    /// <summary>The artifacts of a run that are still there and are to be deleted at one of <paramref name="moments"/>.</summary>
    /// <param name="run">The run with its nodes.</param>
    /// <param name="defaults">Defaults of all workflows.</param>
    /// <param name="moments">Strategies whose moment has come.</param>
    public static IReadOnlyList<DoomedArtifact> Due(Workflow run, Workflow? defaults, params string[] moments) =>
        Due((run.Status?.Nodes ?? new Dictionary<string, NodeStatus>()).Select(node => (node.Key, node.Value.Outputs)), Policy(run, run.Status?.StoredWorkflowTemplateSpec, defaults), moments);

    /// <summary>Whether the run's owner wants it gone even where artifacts could not be deleted (<c>forceFinalizerRemoval</c>).</summary>
    public static bool IsForced(Workflow run, Workflow? defaults) => Policy(run, run.Status?.StoredWorkflowTemplateSpec, defaults)?.ForceFinalizerRemoval == true;

    internal static WorkflowLevelArtifactGC? Policy(Workflow run, WorkflowSpec? stored, Workflow? defaults) => (stored ?? SpecMerge.Executed(run, null, defaults)).ArtifactGC;

    internal static IReadOnlyList<DoomedArtifact> Due(IEnumerable<(string NodeId, Outputs? Outputs)> nodes, WorkflowLevelArtifactGC? policy, params string[] moments)
    {
        var due = new List<DoomedArtifact>();
        foreach (var (id, outputs) in nodes)
        {
            foreach (var artifact in outputs?.Artifacts ?? [])
            {
                if (artifact.Deleted != true && Artifacts.HasLocation(artifact) && moments.Contains(StrategyOf(artifact, policy)))
                {
                    due.Add(new DoomedArtifact(id, artifact));
                }
            }
        }

        return due;
    }

    /// <summary>Whether a template makes artifacts that are deleted at some time.</summary>
    internal static bool Concerns(Template template, WorkflowLevelArtifactGC? policy) =>
        (template.Outputs?.Artifacts ?? []).Any(artifact => IsDeletion(StrategyOf(artifact, policy)));

    internal static bool IsDeletion(string? strategy) => strategy is OnWorkflowCompletion or OnWorkflowDeletion;

    // That of the artifact wins over that of the workflow.
    private static string? StrategyOf(Artifact artifact, WorkflowLevelArtifactGC? policy) =>
        artifact.ArtifactGC?.Strategy is { Length: > 0 } own ? own : policy?.Strategy;
}
