using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>One node of a run: Argo's node status, kept mutable and compact.</summary>
/// <remarks>A run can have a hundred thousand of them in memory: what few nodes have lies in an object of its own.</remarks>
public sealed class RunNode
{
    // No display name, or one that is not the end of the name.
    private const int NoCut = -1;
    private List<string>? _children;
    private NodeExtras? _extras;
    // Ticks of the clock there, and one more; 0: there is none. The nullable structure would take three times as much.
    private long _started;
    private long _finished;
    private long _begun;

    internal RunNode(string id, string name)
    {
        Id = id;
        Name = name;
    }

    public string Id { get; }

    public string Name { get; }

    public string? DisplayName
    {
        get => DisplayCut == NoCut ? _extras?.DisplayName : Name[DisplayCut..];
        internal set
        {
            DisplayCut = value is not null && Name.EndsWith(value, StringComparison.Ordinal) ? Name.Length - value.Length : NoCut;
            Keep(DisplayCut == NoCut ? value : null, static (extras, kept) => extras.DisplayName = kept);
        }
    }

    public string Type { get; internal set; } = "";

    public string? TemplateName { get; internal set; }

    public TemplateRef? TemplateRef
    {
        get => _extras?.TemplateRef;
        internal set => Keep(value, static (extras, kept) => extras.TemplateRef = kept);
    }

    public string? TemplateScope { get; internal set; }

    public string Phase { get; internal set; } = "";

    public string? BoundaryId { get; internal set; }

    public string? Message { get; internal set; }

    public DateTimeOffset? StartedAt
    {
        get => MomentOf(_started, _extras?.StartedOffset);
        internal set
        {
            _started = TicksOf(value);
            KeepValue(value?.Offset ?? TimeSpan.Zero, static (extras, kept) => extras.StartedOffset = kept);
        }
    }

    public DateTimeOffset? FinishedAt
    {
        get => MomentOf(_finished, _extras?.FinishedOffset);
        internal set
        {
            _finished = TicksOf(value);
            KeepValue(value?.Offset ?? TimeSpan.Zero, static (extras, kept) => extras.FinishedOffset = kept);
        }
    }

    /// <summary>When its work itself began, as far as that was told; it has waited from <see cref="StartedAt"/> until then.</summary>
    public DateTimeOffset? BegunAt
    {
        get => MomentOf(_begun, _extras?.BegunOffset);
        internal set
        {
            _begun = TicksOf(value);
            KeepValue(value?.Offset ?? TimeSpan.Zero, static (extras, kept) => extras.BegunOffset = kept);
        }
    }

    public string? Progress { get; internal set; }

    public IReadOnlyDictionary<string, long>? ResourcesDuration { get; internal set; }

    public string? PodIP
    {
        get => _extras?.PodIP;
        internal set => Keep(value, static (extras, kept) => extras.PodIP = kept);
    }

    public bool Daemoned { get; internal set; }

    public bool Hooked { get; internal set; }

    public bool Retried { get; internal set; }

    public Inputs? Inputs { get; internal set; }

    public Outputs? Outputs { get; internal set; }

    public IReadOnlyList<string>? OutboundNodes
    {
        get => _extras?.OutboundNodes;
        internal set => Keep(value, static (extras, kept) => extras.OutboundNodes = kept);
    }

    public string? HostNodeName { get; internal set; }

    public MemoizationStatus? Memoization
    {
        get => _extras?.Memoization;
        internal set => Keep(value, static (extras, kept) => extras.Memoization = kept);
    }

    public string? WaitingLock
    {
        get => _extras?.WaitingLock;
        internal set => Keep(value, static (extras, kept) => extras.WaitingLock = kept);
    }

    /// <summary>The child run of a <c>workflow</c> template.</summary>
    public ChildWorkflow? ChildWorkflow
    {
        get => _extras?.ChildWorkflow;
        internal set => Keep(value, static (extras, kept) => extras.ChildWorkflow = kept);
    }

    /// <summary>Uid of the part whose log holds the subtree of the node; null of all other nodes.</summary>
    public string? PartUid => Type is NodeType.Steps or NodeType.Dag && ChildWorkflow is { Uid: { } uid } && RunParts.IsPart(uid) ? uid : null;

    /// <summary>IDs of the nodes below, in the order they were hung on.</summary>
    public IReadOnlyList<string> Children => _children ?? (IReadOnlyList<string>)[];

    /// <summary>Which one it is of the run's nodes, from 0, in the order in which they were made.</summary>
    internal int Place { get; set; }

    /// <summary>Which start of the work counts.</summary>
    public int Attempt { get; internal set; }

    /// <summary>How often the work was started again after an infrastructure fault.</summary>
    public int Restarts
    {
        get => _extras?.Restarts ?? 0;
        internal set => KeepValue(value, static (extras, kept) => extras.Restarts = kept);
    }

    /// <summary>The work order has been given out and its last report has not come.</summary>
    public bool Outstanding { get; internal set; }

    /// <summary>Why the work was asked to end; null if it was not.</summary>
    public string? Cancelling
    {
        get => _extras?.Cancelling;
        internal set => Keep(value, static (extras, kept) => extras.Cancelling = kept);
    }

    /// <summary>Argo's notion: nothing waits for this node any more (a serving daemon included).</summary>
    public bool IsFulfilled => NodePhase.IsCompleted(Phase) || (Daemoned && Phase != NodePhase.Pending);

    /// <summary>Succeeded, Failed or Error.</summary>
    public bool IsCompleted => Phase is NodePhase.Succeeded or NodePhase.Failed or NodePhase.Error;

    /// <summary>How much of the name's beginning the display name lacks; -1: it is another text, or there is none.</summary>
    internal int DisplayCut { get; set; } = NoCut;

    private NodeExtras Extras => _extras ??= new NodeExtras();

    internal bool FailedOrError => Phase is NodePhase.Failed or NodePhase.Error;

    // What is none makes no object for itself, and takes the place of what was there.
    private void Keep<T>(T? value, Action<NodeExtras, T?> keep)
        where T : class
    {
        if (value is not null || _extras is not null)
        {
            keep(Extras, value);
        }
    }

    private void KeepValue<T>(T value, Action<NodeExtras, T> keep)
        where T : struct, IEquatable<T>
    {
        if (_extras is not null || !value.Equals(default))
        {
            keep(Extras, value);
        }
    }

    private static long TicksOf(DateTimeOffset? moment) => moment is { } known ? known.Ticks + 1 : 0;

    private static DateTimeOffset? MomentOf(long ticks, TimeSpan? offset) => ticks == 0 ? null : new DateTimeOffset(ticks - 1, offset ?? TimeSpan.Zero);

    /// <summary>Hangs a node on, once.</summary>
    /// <param name="id">The node.</param>
    /// <param name="isNew">It has just been made: it can stand among those below only if some are there that the run did not know.</param>
    internal void AddChild(string id, bool isNew)
    {
        _children ??= [];
        if (isNew && _extras is not { HasUnknownChildren: true })
        {
            _children.Add(id);
            _extras?.ChildSet?.Add(id);
        }
        else if (_children.Count < 16 ? !_children.Contains(id) : (Extras.ChildSet ??= [.. _children]).Add(id))
        {
            _children.Add(id);
        }
    }

    /// <summary>Notes that a node below is not there yet.</summary>
    internal void ExpectUnknownChildren() => Extras.HasUnknownChildren = true;

    /// <summary>Says what is below.</summary>
    /// <param name="ids">The nodes, in order; the list is taken over.</param>
    /// <param name="areKnown">Whether all of them are nodes of the run.</param>
    internal void SetChildren(List<string>? ids, bool areKnown)
    {
        _children = ids;
        Keep<HashSet<string>>(null, static (extras, kept) => extras.ChildSet = kept);
        KeepValue(!areKnown, static (extras, kept) => extras.HasUnknownChildren = kept);
    }

    /// <summary>Takes over what is below another.</summary>
    internal void TakeChildren(RunNode other) => SetChildren(other._children, other._extras is not { HasUnknownChildren: true });

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
        // Argo's retry leaves names of nodes behind that it has taken away.
        node.SetChildren(status.Children?.ToList(), areKnown: status.Children is not { Count: > 0 });
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
