using Krewe.Model;

namespace Krewe.Engine;

/// <content>Deletion of artifacts: the finalizer that stands for it, what is due at the end of the run, and what came of it.</content>
internal sealed partial class RunWork
{
    private bool HasGCFinalizer => State.Workflow.Metadata.Finalizers?.Contains(ArtifactGCPolicy.Finalizer) == true;

    private WorkflowLevelArtifactGC? ArtifactGC => ArtifactGCPolicy.Policy(State.Workflow, State.StoredSpec, State.Config.WorkflowDefaults);

    /// <summary>What <see cref="CollectArtifacts"/> is still asked for; null: nothing.</summary>
    private CollectArtifacts? PendingCollection => State.IsCollectingArtifacts && DueAtCompletion() is { Count: > 0 } due ? new CollectArtifacts(due) : null;

    private void ProtectArtifacts()
    {
        if (ArtifactGCPolicy.IsDeletion(Spec.ArtifactGC?.Strategy) || (Spec.Templates ?? []).Any(template => ArtifactGCPolicy.Concerns(template, Spec.ArtifactGC)))
        {
            AddGCFinalizer();
        }
    }

    private void ProtectArtifactsOf(Template template)
    {
        if (ArtifactGCPolicy.Concerns(template, Spec.ArtifactGC))
        {
            AddGCFinalizer();
        }
    }

    private void AddGCFinalizer()
    {
        if (!HasGCFinalizer)
        {
            Emit(new RunChanged { Finalizers = [.. State.Workflow.Metadata.Finalizers ?? [], ArtifactGCPolicy.Finalizer] });
        }
    }

    private void CollectAtCompletion()
    {
        if (HasGCFinalizer && DueAtCompletion() is { Count: > 0 } due)
        {
            Emit(new RunChanged { ArtifactGC = Processed(false) });
            Effect(new CollectArtifacts(due));
        }
    }

    private void Collected(ArtifactsCollected answer)
    {
        var errors = new List<string>();
        foreach (var node in answer.Outcomes.GroupBy(outcome => outcome.NodeId))
        {
            var gone = node.Where(outcome => outcome.Error is null).Select(outcome => outcome.Name).ToHashSet(StringComparer.Ordinal);
            errors.AddRange(node.Where(outcome => outcome.Error is not null).Select(outcome => $"failed to delete artifact {outcome.Name} of node {node.Key}: {outcome.Error}"));
            if (State.Node(node.Key)?.Outputs is { Artifacts: { } artifacts } outputs && artifacts.Any(artifact => artifact.Deleted != true && gone.Contains(artifact.Name ?? "")))
            {
                Emit(new NodeChanged
                {
                    Id = node.Key,
                    Outputs = outputs with { Artifacts = [.. artifacts.Select(artifact => gone.Contains(artifact.Name ?? "") ? artifact with { Deleted = true } : artifact)] },
                });
            }
        }

        var policy = ArtifactGC;
        var rest = ArtifactGCPolicy.Due(State.Nodes.Values.Select(node => (node.Id, node.Outputs)), policy, ArtifactGCPolicy.OnWorkflowCompletion, ArtifactGCPolicy.OnWorkflowDeletion);
        var release = HasGCFinalizer && (rest.Count == 0 || (errors.Count > 0 && policy?.ForceFinalizerRemoval == true));
        if (!State.IsCollectingArtifacts && errors.Count == 0 && !release)
        {
            return;
        }

        Emit(new RunChanged
        {
            ArtifactGC = State.IsCollectingArtifacts ? Processed(true) : null,
            Conditions = errors.Count > 0 ? [new Condition { Type = ArtifactGCPolicy.ErrorCondition, Status = "True", Message = string.Join("; ", errors.Take(5)) }] : null,
            Finalizers = release ? [.. State.Workflow.Metadata.Finalizers!.Where(finalizer => finalizer != ArtifactGCPolicy.Finalizer)] : null,
        });
    }

    private IReadOnlyList<DoomedArtifact> DueAtCompletion() =>
        ArtifactGCPolicy.Due(State.Nodes.Values.Select(node => (node.Id, node.Outputs)), ArtifactGC, ArtifactGCPolicy.OnWorkflowCompletion);

    private static ArtifactGCStatus Processed(bool done) =>
        new() { StrategiesProcessed = new Dictionary<string, bool> { [ArtifactGCPolicy.OnWorkflowCompletion] = done } };
}
