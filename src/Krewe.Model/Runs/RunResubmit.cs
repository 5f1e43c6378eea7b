using Krewe.Model.Submission;
using Krewe.Model.Tracing;

namespace Krewe.Model.Runs;

/// <summary>Makes a new workflow that repeats a former one.</summary>
public static class RunResubmit
{
    private static readonly HashSet<string> LeftBehind = new(StringComparer.Ordinal)
    {
        RunLabels.Creator, RunLabels.CreatorEmail, RunLabels.CreatorPreferredUsername, RunLabels.Phase, RunLabels.Completed, RunLabels.ArchivingStatus,
    };

    /// <summary>The new workflow, to be created.</summary>
    /// <param name="workflow">The former one, its nodes not compressed.</param>
    /// <param name="memoized">Whether pods that succeeded are not run again; only for a workflow that failed.</param>
    /// <param name="parameters">Parameters to change, as <c>name=value</c>.</param>
    /// <param name="suffix">Random end of the new name; used when memoized, since nodes must know the name.</param>
    /// <param name="now">The time it is.</param>
    public static Changed<Workflow> Formulate(Workflow workflow, bool memoized, IReadOnlyList<string>? parameters, string suffix, DateTimeOffset now)
    {
        workflow = Present.Of(workflow);
        if (memoized && workflow.Status?.Phase is not (WorkflowPhase.Failed or WorkflowPhase.Error))
        {
            return new(null, "workflow must be Failed/Error to resubmit in memoized mode");
        }

        var old = workflow.Metadata;
        var generateName = string.IsNullOrEmpty(old.GenerateName) ? $"{old.Name}-" : old.GenerateName;
        var labels = (old.Labels ?? new Dictionary<string, string>()).Where(label => !LeftBehind.Contains(label.Key)).ToDictionary(StringComparer.Ordinal);
        labels[RunLabels.ResubmittedFrom] = old.Name ?? "";
        var created = new Workflow
        {
            ApiVersion = workflow.ApiVersion,
            Kind = workflow.Kind,
            Metadata = new ObjectMeta
            {
                GenerateName = generateName,
                Name = memoized ? generateName + suffix : null,
                Namespace = old.Namespace,
                Labels = labels,
                // A new run is no part of the trace that the old one stood under.
                Annotations = old.Annotations?.Where(item => item.Key != RunTrace.ParentAnnotation).ToDictionary(StringComparer.Ordinal),
                OwnerReferences = old.OwnerReferences,
            },
            Spec = workflow.Spec with
            {
                Shutdown = null,
                ActiveDeadlineSeconds = workflow.Spec.ActiveDeadlineSeconds == 0 ? null : workflow.Spec.ActiveDeadlineSeconds,
            },
        };

        var changed = WorkflowSubmission.OverrideParameters(created, parameters);
        return !memoized || changed.Value is null ? changed : new(changed.Value with { Status = Memoized(workflow, created.Metadata.Name!, now) }, null);
    }

    private static WorkflowStatus Memoized(Workflow workflow, string name, DateTimeOffset now)
    {
        var status = workflow.Status!;
        var old = status.Nodes ?? new Dictionary<string, NodeStatus>();
        var oldName = workflow.Metadata.Name ?? "";
        var nodes = new Dictionary<string, NodeStatus>(StringComparer.Ordinal);
        var moves = Moves();
        foreach (var node in old.Values.Where(node => !node.Name.StartsWith(NodeNames.ExitHandler(oldName), StringComparison.Ordinal)))
        {
            // A node that was skipped, and all that hung on it failed, is looked at anew.
            if (node.Type == NodeType.Skipped && !NodeGraph.HasSucceededDescendant(old, node, new HashSet<string>(StringComparer.Ordinal)))
            {
                continue;
            }

            var moved = Move(node);
            nodes[moved.Id] = moved;
        }

        return new WorkflowStatus
        {
            Nodes = nodes,
            StoredTemplates = status.StoredTemplates,
            Conditions = [new Condition { Type = "Completed", Status = "False" }],
        };

        NodeStatus Move(NodeStatus node)
        {
            var failed = node.Phase is NodePhase.Failed or NodePhase.Error;
            var isPod = node.Type is NodeType.Pod or NodeType.Workflow;
            var newName = Renamed(node.Name);
            return node with
            {
                Name = newName,
                Id = moves[node.Id],
                BoundaryID = string.IsNullOrEmpty(node.BoundaryID) ? node.BoundaryID : MovedId(node.BoundaryID),
                StartedAt = failed && isPod ? null : now,
                FinishedAt = failed && isPod ? null : now,
                Children = node.Children is null ? null : [.. node.Children.Select(MovedId)],
                OutboundNodes = node.OutboundNodes is null ? null : [.. node.OutboundNodes.Select(MovedId)],
                Phase = !failed && isPod ? NodePhase.Skipped : NodePhase.Pending,
                Type = !failed && isPod ? NodeType.Skipped : node.Type,
                Message = !failed && isPod ? $"original pod: {node.Id}" : null,
                ChildWorkflow = failed || RunParts.UidOf(node) is not null ? null : node.ChildWorkflow,
            };
        }

        string Renamed(string nodeName) => nodeName.StartsWith(oldName, StringComparison.Ordinal) ? name + nodeName[oldName.Length..] : nodeName;

        string MovedId(string id) => moves.TryGetValue(id, out var moved) ? moved : NodeNames.NodeId(name, Renamed(""));

        Dictionary<string, string> Moves()
        {
            var all = new Dictionary<string, string>(StringComparer.Ordinal);
            var taken = new HashSet<string>(StringComparer.Ordinal);
            foreach (var node in old.Values)
            {
                var others = 0;
                while (!taken.Add(NodeNames.NodeId(name, Renamed(node.Name), others)))
                {
                    others++;
                }

                all[node.Id] = NodeNames.NodeId(name, Renamed(node.Name), others);
            }

            return all;
        }
    }
}
