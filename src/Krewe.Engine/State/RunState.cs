using System.Globalization;
using System.Runtime.InteropServices;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>
/// A run: the workflow as submitted, and what became of it. Changed by <see cref="Apply"/> alone, live and in replay.
/// </summary>
/// <remarks>
/// The nodes are the truth. What the engine keeps beside them (open groups, counters, frontiers, timers) is
/// a cache that it rebuilds from the nodes when it is missing. Not safe for use by several threads.
/// </remarks>
public sealed partial class RunState
{
    private const int RememberedCommands = 256;
    private const string PartAttemptAnnotation = "workflows.krewe.dev/part-attempt";
    private readonly Dictionary<string, RunNode> _nodes = [];
    // Of the few nodes whose ID does not follow from their name alone, by name.
    private Dictionary<string, string>? _otherIds;
    private readonly ResourceSets _resources = new();
    private readonly Queue<string> _commandOrder = new();
    private readonly HashSet<string> _commands = [];

    /// <summary>Whether the run has been created.</summary>
    public bool Exists { get; private set; }

    /// <summary>The workflow as submitted, labels and annotations kept up to date, without nodes in its status.</summary>
    public Workflow Workflow { get; private set; } = new();

    /// <summary>Settings.</summary>
    public RunConfig Config { get; private set; } = new();

    /// <summary>Host that the run's work is given to; null where there is only one.</summary>
    public string? Host { get; private set; }

    /// <summary>Name of the run.</summary>
    public string Name => Workflow.Metadata.Name ?? "";

    /// <summary>Namespace of the run.</summary>
    public string Namespace => Workflow.Metadata.Namespace ?? "default";

    /// <summary>UID of the run.</summary>
    public string Uid => Workflow.Metadata.Uid ?? "";

    /// <summary>UID of the run that users know: of a part the one that it is a part of.</summary>
    public string RunUid => RunParts.RunOf(Uid);

    /// <summary>One of <see cref="WorkflowPhase"/>.</summary>
    public string Phase { get; private set; } = WorkflowPhase.Unknown;

    /// <summary>Message of the run.</summary>
    public string? Message { get; private set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsCompleted => WorkflowPhase.IsCompleted(Phase);

    /// <summary>Whether some work that was given out has not reported its end: also of a completed run, whose steps are being ended.</summary>
    public bool HasOpenWork => OutstandingNodes.Count > 0;

    /// <summary>Whether the run has ended and artifacts that go with its end are being deleted.</summary>
    public bool IsCollectingArtifacts => IsCompleted && Workflow.Status?.ArtifactGCStatus?.StrategiesProcessed?.Values.Any(done => !done) == true;

    /// <summary>Whether <c>spec.suspend</c> is set.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary><c>spec.shutdown</c>: empty, Stop or Terminate.</summary>
    public string Shutdown { get; private set; } = "";

    /// <summary>All nodes, by id.</summary>
    public IReadOnlyDictionary<string, RunNode> Nodes => _nodes;

    /// <summary>Holder keys of the locks that the run has or waits for.</summary>
    public IReadOnlyCollection<string> LockHolders => Locks.Keys;

    /// <summary>Global outputs.</summary>
    public Outputs? Outputs { get; private set; }

    /// <summary>Conditions by type.</summary>
    public IReadOnlyDictionary<string, Condition> Conditions => _conditions;

    /// <summary>Templates of other resources, frozen when first used.</summary>
    public IReadOnlyDictionary<string, Template> StoredTemplates => _storedTemplates;

    internal WorkflowSpec? StoredSpec { get; private set; }

    internal IReadOnlyList<Volume>? PersistentVolumeClaims { get; private set; }

    internal Dictionary<string, WorkflowTemplate> KnownTemplates { get; } = [];

    internal Dictionary<string, ClusterWorkflowTemplate> KnownClusterTemplates { get; } = [];

    internal Dictionary<string, LookupAnswered> Lookups { get; } = [];

    internal Dictionary<string, LocksChanged> Locks { get; } = [];

    internal Dictionary<string, string> SuppliedParameters { get; } = [];

    internal SortedSet<string> OutstandingNodes { get; } = new(StringComparer.Ordinal);

    /// <summary>First attempt number of nodes made from now on: grows with each manual retry, so that ids of work never repeat.</summary>
    internal int FirstAttempt { get; private set; }

    /// <summary>Of a part: which start of its node counts.</summary>
    internal int PartAttempt => int.TryParse(Workflow.Metadata.Annotations?.GetValueOrDefault(PartAttemptAnnotation), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 0;

    internal static Dictionary<string, string> AnnotationsOf(int partAttempt) => new() { [PartAttemptAnnotation] = partAttempt.ToString(CultureInfo.InvariantCulture) };

    /// <summary>What the run used in lives before this one that its nodes no longer show.</summary>
    internal RunUsage Spent { get; private set; } = RunUsage.None;

    /// <summary>What of its usage is counted; null when nothing is.</summary>
    public CountedUsage? Counted { get; private set; }

    /// <summary>
    /// Notes what is counted. It is no event: whoever counts notes it before the state is stored as a whole, with the same commit as the figures.
    /// </summary>
    /// <param name="counted">What is counted.</param>
    public void Count(CountedUsage counted) => Counted = counted;

    internal bool HasSeen(string? commandId) => commandId is not null && _commands.Contains(commandId);

    /// <summary>Folds a log.</summary>
    public static RunState Replay(IEnumerable<RunEvent> events)
    {
        var state = new RunState();
        foreach (var e in events)
        {
            state.Apply(e);
        }

        return state;
    }

    /// <summary>Where a node's work is; null where there is only one host.</summary>
    internal string? HostOf(RunNode node) => Host is null ? null : node.HostNodeName ?? Host;

    /// <summary>ID of the node of that name: the one it has, or would be given if it were made now.</summary>
    public string IdOf(string nodeName)
    {
        if (_otherIds?.TryGetValue(nodeName, out var own) == true)
        {
            return own;
        }

        for (var others = 0; ; others++)
        {
            var id = NodeNames.NodeId(Name, nodeName, others);
            if (Node(id) is not { } node || node.Name == nodeName)
            {
                return id;
            }
        }
    }

    /// <summary>The node of that name, where there is one; for many names that are made only to be looked for.</summary>
    internal RunNode? NodeNamed(ReadOnlySpan<char> nodeName)
    {
        Span<char> id = stackalloc char[300];
        if (NodeNames.TryNodeId(id, Name, nodeName, out var length))
        {
            var found = _nodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id[..length], out var node);
            if (found ? nodeName.SequenceEqual(node!.Name) : _otherIds is null)
            {
                return node;
            }
        }

        return Node(IdOf(nodeName.ToString()));
    }

    internal RunNode? Node(string id) => _nodes.GetValueOrDefault(id);

    // In the order of their making; one that takes the place of another stays where that was.
    private void Put(RunNode node)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodes, node.Id, out var exists);
        node.Place = exists ? slot!.Place : _nodes.Count - 1;
        slot = node;
        if (NodeNames.OthersOf(node.Id).Length > 0)
        {
            (_otherIds ??= [])[node.Name] = node.Id;
        }
    }

    private void Remember(string commandId)
    {
        if (!_commands.Add(commandId))
        {
            return;
        }

        _commandOrder.Enqueue(commandId);
        if (_commandOrder.Count > RememberedCommands)
        {
            _commands.Remove(_commandOrder.Dequeue());
        }
    }
}
