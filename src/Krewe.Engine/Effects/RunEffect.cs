namespace Krewe.Engine;

/// <summary>Something to be done outside the run, after the events of its decision are durable. Idempotent by its ids.</summary>
public abstract record RunEffect;

/// <summary>Do the work of a leaf node.</summary>
public sealed record StartNode(NodeWorkOrder Work) : RunEffect;

/// <summary>End a node's work. Its last report is still awaited.</summary>
/// <param name="NodeId">Which node.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Reason">Told to the user.</param>
/// <param name="Immediate">Kill without grace (<c>Terminate</c>).</param>
/// <param name="Host">The host that has the work, where there are several.</param>
public sealed record CancelNode(string NodeId, int Attempt, string Reason, bool Immediate = false, string? Host = null) : RunEffect;

/// <summary>The result of an attempt is in the log: the executor may free what it holds.</summary>
/// <param name="NodeId">Which node.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Delete">Also its work folder or pod (pod GC, manual retry).</param>
/// <param name="Host">The host that has the work, where there are several.</param>
public sealed record ReleaseNode(string NodeId, int Attempt, bool Delete, string? Host = null) : RunEffect;

/// <summary>A question answered by <see cref="LookupCompleted"/>.</summary>
public abstract record LookupEffect(string LookupId) : RunEffect;

/// <summary>Get a workflow template or cluster workflow template.</summary>
public sealed record LookupTemplate(string LookupId, string Name, bool ClusterScope) : LookupEffect(LookupId);

/// <summary>Get a value of a config map that is labelled as a parameter source.</summary>
public sealed record LookupConfigMapKey(string LookupId, string Name, string Key) : LookupEffect(LookupId);

/// <summary>Get an entry of a memoization cache.</summary>
public sealed record LookupMemo(string LookupId, string CacheName, string Key) : LookupEffect(LookupId);

/// <summary>Write an entry of a memoization cache.</summary>
public sealed record SaveMemo(string CacheName, string Key, MemoEntry Entry) : RunEffect;

/// <summary>Take locks, all or none; answered by <see cref="LocksGranted"/> or <see cref="LocksWaiting"/>.</summary>
/// <param name="HolderKey"><c>ns/workflow</c> or <c>ns/workflow/nodeID</c>.</param>
/// <param name="Locks">Locks.</param>
/// <param name="Priority">Of the workflow; higher first.</param>
/// <param name="CreatedAt">Creation time of the workflow; older first.</param>
public sealed record AcquireLocks(string HolderKey, IReadOnlyList<LockRequest> Locks, int Priority, DateTimeOffset CreatedAt) : RunEffect
{
    /// <summary>Begin of the holder keys of runs that ask for their place among the runs at work; such locks are those of the whole engine.</summary>
    public const string SlotPrefix = "slot/";

    /// <summary>The lock that every run at work holds once.</summary>
    public const string AllRuns = "Parallelism";

    /// <summary>The same for the runs of one namespace.</summary>
    public static string RunsOf(string @namespace) => $"{AllRuns}/{@namespace}";
}

/// <summary>Give locks back, or leave the queue.</summary>
public sealed record ReleaseLocks(string HolderKey, IReadOnlyList<LockRequest> Locks) : RunEffect;

/// <summary>One lock.</summary>
/// <param name="Name">Argo's lock name, such as <c>ns/Mutex/x</c> or <c>ns/ConfigMap/cm/key</c>.</param>
/// <param name="IsMutex">A mutex, else a semaphore.</param>
/// <param name="ConfigMap">Config map with the limit of a semaphore.</param>
/// <param name="Key">Key in the config map, or of the database limit.</param>
/// <param name="Database">Limit and holders are kept in the database.</param>
public sealed record LockRequest(string Name, bool IsMutex, string? ConfigMap, string? Key, bool Database);

/// <summary>Add to a metric of the user. At most once: not repeated after a crash.</summary>
public sealed record EmitMetric(MetricSample Sample) : RunEffect;

/// <summary>Delete artifacts of a run that has ended; answered by <see cref="ArtifactsCollected"/>.</summary>
public sealed record CollectArtifacts(IReadOnlyList<DoomedArtifact> Artifacts) : RunEffect;

/// <summary>Have a part of the run begin, or see to it that it goes on: the last start of its node counts.</summary>
/// <param name="NodeId">The node that is the part.</param>
/// <param name="PartUid">Uid of the part.</param>
/// <param name="Attempt">Which start of the node.</param>
/// <param name="Suspended">Whether it is to be suspended.</param>
/// <param name="Command">What it begins with, if it has not yet.</param>
public sealed record StartPart(string NodeId, string PartUid, int Attempt, bool Suspended, CreateRun Command) : RunEffect;

/// <summary>End a part of the run; its end is still awaited.</summary>
/// <param name="NodeId">The node that is the part.</param>
/// <param name="PartUid">Uid of the part.</param>
/// <param name="Immediate">Without what is done on its end (<c>Terminate</c>).</param>
public sealed record EndPart(string NodeId, string PartUid, bool Immediate) : RunEffect;

/// <summary>Tell the run or part that holds this part's node.</summary>
/// <param name="HolderUid">Uid of the holder.</param>
/// <param name="Report">What it is told.</param>
public sealed record ReportPart(string HolderUid, NodeReported Report) : RunEffect;

/// <summary>The run has ended.</summary>
public sealed record RunCompleted(string Phase, string? Message) : RunEffect;
