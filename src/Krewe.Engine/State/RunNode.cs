using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>One node of a run: Argo's node status, kept mutable and compact.</summary>
public sealed class RunNode
{
    private List<string>? _children;
    private HashSet<string>? _childSet;

    internal RunNode(string id, string name)
    {
        Id = id;
        Name = name;
    }

    public string Id { get; }

    public string Name { get; }

    public string? DisplayName { get; internal set; }

    public string Type { get; internal set; } = "";

    public string? TemplateName { get; internal set; }

    public TemplateRef? TemplateRef { get; internal set; }

    public string? TemplateScope { get; internal set; }

    public string Phase { get; internal set; } = "";

    public string? BoundaryId { get; internal set; }

    public string? Message { get; internal set; }

    public DateTimeOffset? StartedAt { get; internal set; }

    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>When its work itself began, as far as that was told; it has waited from <see cref="StartedAt"/> until then.</summary>
    public DateTimeOffset? BegunAt { get; internal set; }

    public string? Progress { get; internal set; }

    public IReadOnlyDictionary<string, long>? ResourcesDuration { get; internal set; }

    public string? PodIP { get; internal set; }

    public bool Daemoned { get; internal set; }

    public bool Hooked { get; internal set; }

    public bool Retried { get; internal set; }

    public Inputs? Inputs { get; internal set; }

    public Outputs? Outputs { get; internal set; }

    public IReadOnlyList<string>? OutboundNodes { get; internal set; }

    public string? HostNodeName { get; internal set; }

    public MemoizationStatus? Memoization { get; internal set; }

    public string? WaitingLock { get; internal set; }

    /// <summary>The child run of a <c>workflow</c> template.</summary>
    public ChildWorkflow? ChildWorkflow { get; internal set; }

    /// <summary>Uid of the part whose log holds the subtree of the node; null of all other nodes.</summary>
    public string? PartUid => Type is NodeType.Steps or NodeType.Dag && ChildWorkflow is { Uid: { } uid } && RunParts.IsPart(uid) ? uid : null;

    /// <summary>IDs of the nodes below, in the order they were hung on.</summary>
    public IReadOnlyList<string> Children => _children ?? (IReadOnlyList<string>)[];

    /// <summary>Which one it is of the run's nodes, from 0, in the order in which they were made.</summary>
    internal int Place { get; set; }

    /// <summary>Which start of the work counts.</summary>
    public int Attempt { get; internal set; }

    /// <summary>How often the work was started again after an infrastructure fault.</summary>
    public int Restarts { get; internal set; }

    /// <summary>The work order has been given out and its last report has not come.</summary>
    public bool Outstanding { get; internal set; }

    /// <summary>Why the work was asked to end; null if it was not.</summary>
    public string? Cancelling { get; internal set; }

    /// <summary>Argo's notion: nothing waits for this node any more (a serving daemon included).</summary>
    public bool IsFulfilled => NodePhase.IsCompleted(Phase) || (Daemoned && Phase != NodePhase.Pending);

    /// <summary>Succeeded, Failed or Error.</summary>
    public bool IsCompleted => Phase is NodePhase.Succeeded or NodePhase.Failed or NodePhase.Error;

    internal bool FailedOrError => Phase is NodePhase.Failed or NodePhase.Error;

    internal bool AddChild(string id)
    {
        _children ??= [];
        if (_children.Count < 16)
        {
            if (_children.Contains(id))
            {
                return false;
            }
        }
        else
        {
            _childSet ??= [.. _children];
            if (!_childSet.Add(id))
            {
                return false;
            }
        }

        _children.Add(id);
        _childSet?.Add(id);
        return true;
    }

    internal void SetChildren(IEnumerable<string>? ids)
    {
        _children = ids?.ToList();
        _childSet = null;
    }

    internal static RunNode FromStatus(NodeStatus status)
    {
        var node = new RunNode(status.Id, status.Name)
        {
            DisplayName = status.DisplayName,
            Type = status.Type,
            TemplateName = status.TemplateName,
            TemplateRef = status.TemplateRef,
            TemplateScope = status.TemplateScope,
            Phase = status.Phase ?? "",
            BoundaryId = status.BoundaryID,
            Message = status.Message,
            StartedAt = status.StartedAt,
            FinishedAt = status.FinishedAt,
            Progress = status.Progress,
            ResourcesDuration = status.ResourcesDuration,
            PodIP = status.PodIP,
            Daemoned = status.Daemoned == true,
            Hooked = status.NodeFlag?.Hooked == true,
            Retried = status.NodeFlag?.Retried == true,
            Inputs = status.Inputs,
            Outputs = status.Outputs,
            OutboundNodes = status.OutboundNodes,
            HostNodeName = status.HostNodeName,
            Memoization = status.MemoizationStatus,
            WaitingLock = status.SynchronizationStatus?.Waiting,
            Restarts = status.FailedPodRestarts ?? 0,
            ChildWorkflow = status.ChildWorkflow,
        };
        node.SetChildren(status.Children);
        return node;
    }

    /// <summary>The node as Argo's status shows it.</summary>
    public NodeStatus ToStatus() => new()
    {
        Id = Id,
        Name = Name,
        DisplayName = DisplayName,
        Type = Type,
        TemplateName = TemplateName,
        TemplateRef = TemplateRef,
        TemplateScope = TemplateScope,
        Phase = Phase.Length == 0 ? null : Phase,
        BoundaryID = BoundaryId,
        Message = string.IsNullOrEmpty(Message) ? null : Message,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        Progress = Progress,
        ResourcesDuration = ResourcesDuration,
        PodIP = PodIP,
        Daemoned = Daemoned ? true : null,
        NodeFlag = Hooked || Retried ? new NodeFlag { Hooked = Hooked ? true : null, Retried = Retried ? true : null } : null,
        Inputs = Inputs,
        Outputs = Outputs,
        Children = _children is { Count: > 0 } ? _children.ToArray() : null,
        OutboundNodes = OutboundNodes is { Count: > 0 } ? OutboundNodes : null,
        HostNodeName = HostNodeName,
        MemoizationStatus = Memoization,
        SynchronizationStatus = WaitingLock is { Length: > 0 } ? new NodeSynchronizationStatus { Waiting = WaitingLock } : null,
        FailedPodRestarts = Restarts > 0 ? Restarts : null,
        ChildWorkflow = ChildWorkflow,
    };
}
