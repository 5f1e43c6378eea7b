using System.Text.Json.Serialization;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Something that a run is asked to do or told of. Applied twice it changes nothing the second time.</summary>
public abstract record RunCommand
{
    /// <summary>The moment of the command (UTC): the engine has no clock of its own.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Identity of a user's command. A second command with the same id is answered with an empty decision.</summary>
    public string? CommandId { get; init; }

    /// <summary>Host to which the run's work is given from now on; null: there is one host, and nobody need ask where work is.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// The hosts that steps may be spread over, <see cref="Host"/> among them; empty: all stay there. Known only to whoever decides,
    /// so it does not travel.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<HostRoom> Hosts { get; init; } = [];
}

/// <summary>Starts a run. The first command; ignored if the run exists.</summary>
public sealed record CreateRun : RunCommand
{
    /// <summary>The workflow as submitted (a status in it is taken as the point to go on from). Name, namespace and uid are set.</summary>
    public required Workflow Workflow { get; init; }

    /// <summary>Workflow templates that the run refers to, as far as known; others are asked for by <see cref="LookupTemplate"/>.</summary>
    public IReadOnlyList<WorkflowTemplate> Templates { get; init; } = [];

    /// <summary>The same for cluster templates.</summary>
    public IReadOnlyList<ClusterWorkflowTemplate> ClusterTemplates { get; init; } = [];

    /// <summary>Settings of the controller that the run lives by.</summary>
    public RunConfig Config { get; init; } = new();

    /// <summary>Expected durations of nodes in seconds, from an earlier run: see <see cref="RunConfig.Estimates"/>.</summary>
    public IReadOnlyDictionary<string, int>? Estimates { get; init; }
}

/// <summary>What an executor says of a node's work.</summary>
public sealed record NodeReported : RunCommand
{
    /// <summary>Which node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Which attempt (see <see cref="NodeWorkOrder.Attempt"/>); reports of other attempts are ignored.</summary>
    public required int Attempt { get; init; }

    /// <summary>Pending, Running, Succeeded, Failed or Error.</summary>
    public required string Phase { get; init; }

    /// <summary>Why.</summary>
    public string? Message { get; init; }

    /// <summary>Values, artifact locations, result and exit code.</summary>
    public Outputs? Outputs { get; init; }

    /// <summary>For a daemon: up and serving.</summary>
    public bool Ready { get; init; }

    /// <summary>Address of a daemon.</summary>
    public string? PodIP { get; init; }

    /// <summary>Machine that does the work.</summary>
    public string? HostNodeName { get; init; }

    /// <summary>Self-reported progress, <c>N/M</c>.</summary>
    public string? Progress { get; init; }

    /// <summary>State of each container of a container set, by container name.</summary>
    public IReadOnlyDictionary<string, ContainerState>? Containers { get; init; }

    /// <summary>The work was lost through no fault of the program: it is started again as a further attempt, up to the configured number.</summary>
    public bool InfrastructureFault { get; init; }

    /// <summary>Of a part: the global outputs that it has set.</summary>
    public Outputs? RunOutputs { get; init; }

    /// <summary>When the work itself began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the work itself ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Resource duration of the work in seconds times request, by resource, when the executor knows it better than the engine.</summary>
    public IReadOnlyDictionary<string, long>? ResourcesDuration { get; init; }
}

/// <summary>State of one container of a container set.</summary>
/// <param name="Phase">One of <see cref="NodePhase"/>.</param>
/// <param name="ExitCode">Exit code, once it has ended.</param>
/// <param name="Message">Why, when it did not succeed.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record ContainerState(string Phase, int? ExitCode, string? Message, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

/// <summary>The moment named by <c>NextWakeup</c> has come. Harmless when early.</summary>
public sealed record TimerDue : RunCommand;

/// <summary>A look of the run over all its nodes, as after a restart. Harmless at any time.</summary>
public sealed record Reconcile : RunCommand;

/// <summary>Sets <c>spec.suspend</c>: nothing new is started.</summary>
public sealed record SuspendRun : RunCommand;

/// <summary>Clears <c>spec.suspend</c> and ends suspend nodes.</summary>
public sealed record ResumeRun : RunCommand
{
    /// <summary>Node field selector; empty: the whole run.</summary>
    public string? Selector { get; init; }

    /// <summary>Values for outputs with <c>valueFrom.supplied</c>, by parameter name.</summary>
    public IReadOnlyDictionary<string, string>? Outputs { get; init; }

    /// <summary>Message set on the resumed nodes.</summary>
    public string? Message { get; init; }
}

/// <summary>Stops the run (only exit handlers run on), or with a selector fails the suspend nodes it picks.</summary>
public sealed record StopRun : RunCommand
{
    /// <summary>Node field selector; empty: the whole run.</summary>
    public string? Selector { get; init; }

    /// <summary>Message set on the nodes.</summary>
    public string? Message { get; init; }
}

/// <summary>Ends the run at once, exit handlers included.</summary>
public sealed record TerminateRun : RunCommand;

/// <summary>Sets phase, message or output values of active suspend nodes.</summary>
public sealed record SetNode : RunCommand
{
    /// <summary>Which nodes.</summary>
    public required string Selector { get; init; }

    /// <summary>New phase, if any.</summary>
    public string? Phase { get; init; }

    /// <summary>Message added to the nodes' own.</summary>
    public string? Message { get; init; }

    /// <summary>Output values, by parameter name.</summary>
    public IReadOnlyDictionary<string, string>? Outputs { get; init; }
}

/// <summary>Sets labels and annotations of the workflow object.</summary>
public sealed record LabelRun : RunCommand
{
    /// <summary>Labels to set.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations to set.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
}

/// <summary>Goes on with a finished run: failed nodes and what hangs on them are taken back and run again.</summary>
public sealed record RetryRun : RunCommand
{
    /// <summary>Whether succeeded nodes picked by <see cref="Selector"/> are run again too.</summary>
    public bool RestartSuccessful { get; init; }

    /// <summary>Node field selector.</summary>
    public string? Selector { get; init; }

    /// <summary>Overrides of workflow parameters, <c>name=value</c>.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];
}

/// <summary>Has a part that failed go on, since its node was started again; nothing if it knows of that start.</summary>
public sealed record ContinuePart : RunCommand
{
    /// <summary>Which start of the node.</summary>
    public required int Attempt { get; init; }
}

/// <summary>Answers an effect that asked for something outside the run.</summary>
public sealed record LookupCompleted : RunCommand
{
    /// <summary><see cref="LookupEffect.LookupId"/> of the question.</summary>
    public required string LookupId { get; init; }

    /// <summary>Whether the thing exists.</summary>
    public bool Found { get; init; }

    /// <summary>Set when the look-up itself failed (not merely: not found).</summary>
    public string? Error { get; init; }

    /// <summary>Value of a config map key.</summary>
    public string? Value { get; init; }

    /// <summary>A workflow template.</summary>
    public WorkflowTemplate? Template { get; init; }

    /// <summary>A cluster workflow template.</summary>
    public ClusterWorkflowTemplate? ClusterTemplate { get; init; }

    /// <summary>A memo cache entry.</summary>
    public MemoEntry? Memo { get; init; }
}

/// <summary>All locks of a holder are held now.</summary>
public sealed record LocksGranted : RunCommand
{
    /// <summary><see cref="AcquireLocks.HolderKey"/>.</summary>
    public required string HolderKey { get; init; }
}

/// <summary>A holder has to wait, or cannot ever get its locks.</summary>
public sealed record LocksWaiting : RunCommand
{
    /// <summary><see cref="AcquireLocks.HolderKey"/>.</summary>
    public required string HolderKey { get; init; }

    /// <summary>Name of the lock it waits for.</summary>
    public string? LockName { get; init; }

    /// <summary>Shown to the user, such as <c>Waiting for ns/Mutex/x lock. Lock status: 0/1</c>.</summary>
    public string? Message { get; init; }

    /// <summary>Set when the locks cannot be had (config map missing): the node or run errors.</summary>
    public string? Error { get; init; }
}

/// <summary>What came of deleting artifacts.</summary>
public sealed record ArtifactsCollected : RunCommand
{
    /// <summary>One entry an artifact.</summary>
    public required IReadOnlyList<CollectedArtifact> Outcomes { get; init; }
}

/// <summary>One artifact that was to be deleted.</summary>
/// <param name="NodeId">Node that has it among its outputs.</param>
/// <param name="Name">Name of the artifact.</param>
/// <param name="Error">Why it could not be deleted; null: it is gone.</param>
public sealed record CollectedArtifact(string NodeId, string Name, string? Error);
