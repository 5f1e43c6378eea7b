using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

public sealed partial class RunState
{
    private readonly SortedDictionary<string, Condition> _conditions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Template> _storedTemplates = [];

    /// <summary>Takes in one event. Events come in the order of the log.</summary>
    public void Apply(RunEvent e)
    {
        switch (e)
        {
            case RunCreated created:
                Exists = true;
                Config = created.Config;
                Host = created.Host;
                Learn(created.Templates, created.ClusterTemplates);
                Load(Unfinished(created.Workflow));
                break;
            case RunChanged changed:
                ApplyChange(changed);
                break;
            case NodeAdded added:
                ApplyNode(added);
                break;
            case NodeChanged changed:
                ApplyNode(changed);
                break;
            case NodesLinked linked:
                Link(linked.Parents, linked.Child, isNew: false);
                break;
            case TemplateStored stored:
                _storedTemplates[stored.Key] = stored.Template;
                break;
            case TemplateLearned learned:
                Learn(learned.Template is { } t ? [t] : null, learned.ClusterTemplate is { } c ? [c] : null);
                break;
            case LookupAnswered answered:
                Lookups[answered.LookupId] = answered;
                break;
            case LocksChanged locks:
                ApplyLocks(locks);
                break;
            case RunRetried retried:
                Spent = RunUsage.SpentBy(this, retried.Workflow);
                FirstAttempt = 1 + _nodes.Values.Select(node => node.Attempt).Append(FirstAttempt).Max();
                Load(retried.Workflow);
                break;
            case CommandAccepted accepted:
                Remember(accepted.CommandId);
                break;
        }
    }

    // A status whose root node still runs is not at its end, whatever phase it names.
    private static Workflow Unfinished(Workflow workflow) =>
        workflow.Status is { Phase: WorkflowPhase.Succeeded or WorkflowPhase.Failed or WorkflowPhase.Error } status
        && status.Nodes?.GetValueOrDefault(workflow.Metadata.Name ?? "") is { Phase: NodePhase.Running or NodePhase.Pending }
            ? workflow with { Status = status with { Phase = WorkflowPhase.Running, FinishedAt = null } }
            : workflow;

    internal void Load(Workflow workflow)
    {
        _nodes.Clear();
        _otherIds = null;
        OutstandingNodes.Clear();
        Locks.Clear();
        var status = workflow.Status;
        foreach (var (id, node) in status?.Nodes ?? new Dictionary<string, NodeStatus>())
        {
            Put(RunNode.FromStatus(node.Id == id ? node : node with { Id = id }));
        }

        foreach (var node in _nodes.Values)
        {
            // A pod that the given status shows as unfinished is somebody's work: ask for its result.
            if (!NodePhase.IsCompleted(node.Phase) && (NodeType.IsWork(node.Type) || node.PartUid is not null))
            {
                node.Outstanding = true;
                node.Attempt = FirstAttempt;
                node.HostNodeName = node.PartUid is null ? Host ?? node.HostNodeName : null;
                node.ChildWorkflow ??= ChildOf(workflow, node);
                OutstandingNodes.Add(node.Id);
            }
        }

        foreach (var (key, template) in status?.StoredTemplates ?? new Dictionary<string, Template>())
        {
            _storedTemplates[key] = template;
        }

        _conditions.Clear();
        foreach (var condition in status?.Conditions ?? [])
        {
            _conditions[condition.Type ?? ""] = condition;
        }

        Phase = status?.Phase ?? WorkflowPhase.Unknown;
        Message = status?.Message;
        StartedAt = status?.StartedAt;
        FinishedAt = status?.FinishedAt;
        Outputs = status?.Outputs;
        StoredSpec = status?.StoredWorkflowTemplateSpec;
        PersistentVolumeClaims = status?.PersistentVolumeClaims;
        IsSuspended = workflow.Spec.Suspend == true;
        Shutdown = workflow.Spec.Shutdown ?? "";
        Workflow = workflow with { Status = status is null ? null : status with { Nodes = null, CompressedNodes = null, OffloadNodeStatusVersion = null } };
    }

    internal void Learn(IReadOnlyList<WorkflowTemplate>? templates, IReadOnlyList<ClusterWorkflowTemplate>? clusterTemplates)
    {
        foreach (var template in templates ?? [])
        {
            KnownTemplates[template.Metadata.Name ?? ""] = template;
        }

        foreach (var template in clusterTemplates ?? [])
        {
            KnownClusterTemplates[template.Metadata.Name ?? ""] = template;
        }
    }

    private void ApplyChange(RunChanged e)
    {
        Phase = e.Phase ?? Phase;
        Message = e.Message ?? Message;
        StartedAt = e.StartedAt ?? StartedAt;
        FinishedAt = e.FinishedAt ?? FinishedAt;
        StoredSpec = e.StoredSpec ?? StoredSpec;
        PersistentVolumeClaims = e.PersistentVolumeClaims ?? PersistentVolumeClaims;
        MoveTo(e.Host);
        if (e.Suspend is { } suspend)
        {
            IsSuspended = suspend;
            Workflow = Workflow with { Spec = Workflow.Spec with { Suspend = suspend ? true : null } };
        }

        if (e.Shutdown is { } shutdown)
        {
            Shutdown = shutdown;
            Workflow = Workflow with { Spec = Workflow.Spec with { Shutdown = shutdown } };
        }

        if (e.Labels is not null || e.Annotations is not null)
        {
            var metadata = Workflow.Metadata;
            Workflow = Workflow with
            {
                Metadata = metadata with
                {
                    Labels = Maps.Merge(metadata.Labels, e.Labels),
                    Annotations = Maps.Merge(metadata.Annotations, e.Annotations),
                },
            };
        }

        if (e.Finalizers is { } finalizers)
        {
            Workflow = Workflow with { Metadata = Workflow.Metadata with { Finalizers = finalizers.Count > 0 ? finalizers : null } };
        }

        if (e.ArtifactGC is { } artifactGC)
        {
            Workflow = Workflow with { Status = (Workflow.Status ?? new WorkflowStatus()) with { ArtifactGCStatus = artifactGC } };
        }

        foreach (var condition in e.Conditions ?? [])
        {
            _conditions[condition.Type ?? ""] = condition;
        }

        foreach (var (name, value) in e.Parameters ?? new Dictionary<string, string>())
        {
            SuppliedParameters[name] = value;
        }

        Outputs = OutputSets.Merge(Outputs, e.Outputs);
    }

    // Processes stay on the host that has them; a request or a child run is taken up from anywhere.
    private void MoveTo(string? host)
    {
        Host = host ?? Host;
        foreach (var node in host is null ? [] : OutstandingNodes.Select(Node).OfType<RunNode>())
        {
            node.HostNodeName = node.Type == NodeType.Pod || node.PartUid is not null ? node.HostNodeName : host;
        }
    }

    private void ApplyNode(NodeAdded e)
    {
        var id = e.Id ?? IdOf(e.Name);
        var node = new RunNode(id, e.Name)
        {
            Type = e.Type,
            Phase = e.Phase,
            Message = e.Message,
            BoundaryId = e.Boundary,
            TemplateName = e.Template,
            TemplateRef = e.TemplateRef,
            TemplateScope = e.TemplateScope ?? "local/" + Name,
            Inputs = e.Inputs,
            Outputs = e.Outputs,
            StartedAt = e.At,
            FinishedAt = NodePhase.IsCompleted(e.Phase) ? e.At : null,
            Hooked = e.Hooked,
            Retried = e.Retried,
            Memoization = e.Memoization,
            Attempt = FirstAttempt,
            Outstanding = e.Given,
            HostNodeName = e.Given && NodeType.IsWork(e.Type) ? e.Host ?? Host : null,
            DisplayName = e.DisplayName ?? NodeNames.Display(e.Name, e.Boundary is null ? null : Node(e.Boundary)?.Name),
        };
        if (NodeTotals.Counts(e.Type))
        {
            node.Progress = e.Phase == NodePhase.Succeeded ? "1/1" : "0/1";
        }

        if (e.Given)
        {
            OutstandingNodes.Add(id);
            node.ChildWorkflow = ChildOf(Workflow, node);
        }

        var before = Node(id);
        if (before is not null)
        {
            node.TakeChildren(before);
        }

        Put(node);

        Link(e.Parents, id, isNew: before is null);
    }

    private void ApplyNode(NodeChanged e)
    {
        if (Node(e.Id) is not { } node)
        {
            return;
        }

        node.Phase = e.Phase ?? node.Phase;
        node.Message = e.Message ?? node.Message;
        node.StartedAt = e.StartedAt ?? node.StartedAt;
        node.FinishedAt = e.FinishedAt ?? node.FinishedAt;
        node.BegunAt = e.Attempt is null ? e.BegunAt ?? node.BegunAt : null;
        node.Inputs = e.Inputs ?? node.Inputs;
        node.Outputs = e.Outputs ?? node.Outputs;
        node.OutboundNodes = e.Outbound ?? node.OutboundNodes;
        node.Progress = e.Progress ?? node.Progress;
        node.PodIP = e.PodIP ?? node.PodIP;
        node.Daemoned = e.Daemoned ?? node.Daemoned;
        node.HostNodeName = e.Host ?? ((e.Attempt is not null || e.Given == true) && NodeType.IsWork(e.Type ?? node.Type) ? Host : null) ?? node.HostNodeName;
        node.WaitingLock = e.WaitingLock ?? node.WaitingLock;
        node.Memoization = e.Memoization ?? node.Memoization;
        node.ResourcesDuration = e.ResourcesDuration is { } used ? _resources.Share(used) : node.ResourcesDuration;
        node.Cancelling = e.Cancelling ?? node.Cancelling;
        node.Type = e.Type ?? node.Type;
        if (e.Attempt is { } attempt)
        {
            node.Attempt = attempt;
            node.Restarts++;
        }

        if (e.Given is { } given)
        {
            node.Outstanding = given;
            node.ChildWorkflow ??= given ? ChildOf(Workflow, node) : null;
            _ = given ? OutstandingNodes.Add(node.Id) : OutstandingNodes.Remove(node.Id);
        }
    }

    // Steps and DAGs that are given away are parts.
    private ChildWorkflow? ChildOf(Workflow workflow, RunNode node) => node.Type switch
    {
        NodeType.Workflow => ChildRuns.Of(workflow.Metadata.Name ?? "", workflow.Metadata.Uid ?? "", node.Id, node.TemplateRef?.Template ?? node.TemplateName),
        NodeType.Steps or NodeType.Dag => new ChildWorkflow { Uid = RunParts.Uid(workflow.Metadata.Uid ?? "", node.Id, FirstAttempt) },
        _ => null,
    };

    private void ApplyLocks(LocksChanged e)
    {
        if (e.State == "released")
        {
            Locks.Remove(e.HolderKey);
        }
        else
        {
            Locks[e.HolderKey] = e;
        }
    }

    private void Link(IReadOnlyList<string>? parents, string child, bool isNew)
    {
        var unknown = !isNew && Node(child) is null;
        foreach (var parent in parents is { Count: > 1 } ? parents.Distinct(StringComparer.Ordinal) : parents ?? [])
        {
            Node(parent)?.AddChild(child, isNew);
            if (unknown)
            {
                Node(parent)?.ExpectUnknownChildren();
            }
        }
    }
}
