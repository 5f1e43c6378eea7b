using System.Text.Json.Serialization;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>A fact of a run's log. New kinds and new optional members may be added; none is ever given another meaning.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(RunCreated), "rc")]
[JsonDerivedType(typeof(RunChanged), "r")]
[JsonDerivedType(typeof(NodeAdded), "a")]
[JsonDerivedType(typeof(NodeChanged), "n")]
[JsonDerivedType(typeof(NodesLinked), "l")]
[JsonDerivedType(typeof(TemplateStored), "ts")]
[JsonDerivedType(typeof(TemplateLearned), "tl")]
[JsonDerivedType(typeof(LookupAnswered), "la")]
[JsonDerivedType(typeof(LocksChanged), "lk")]
[JsonDerivedType(typeof(RunRetried), "rr")]
[JsonDerivedType(typeof(CommandAccepted), "c")]
public abstract record RunEvent;

/// <summary>The run exists.</summary>
public sealed record RunCreated : RunEvent
{
    /// <summary>Workflow as submitted.</summary>
    [JsonPropertyName("w")]
    public required Workflow Workflow { get; init; }

    /// <summary>Known templates.</summary>
    [JsonPropertyName("wt")]
    public IReadOnlyList<WorkflowTemplate>? Templates { get; init; }

    /// <summary>Known cluster templates.</summary>
    [JsonPropertyName("ct")]
    public IReadOnlyList<ClusterWorkflowTemplate>? ClusterTemplates { get; init; }

    /// <summary>Settings.</summary>
    [JsonPropertyName("cf")]
    public required RunConfig Config { get; init; }

    /// <summary>When.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>Host that the work is given to, where there are several.</summary>
    [JsonPropertyName("ho")]
    public string? Host { get; init; }
}

/// <summary>Something of the run itself changed; null members did not.</summary>
public sealed record RunChanged : RunEvent
{
    /// <summary>New phase.</summary>
    [JsonPropertyName("p")]
    public string? Phase { get; init; }

    /// <summary>New message.</summary>
    [JsonPropertyName("m")]
    public string? Message { get; init; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("s")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonPropertyName("f")]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>New value of <c>spec.suspend</c>.</summary>
    [JsonPropertyName("su")]
    public bool? Suspend { get; init; }

    /// <summary>New value of <c>spec.shutdown</c>.</summary>
    [JsonPropertyName("sh")]
    public string? Shutdown { get; init; }

    /// <summary>Labels set on the workflow object; an empty value stays an empty label.</summary>
    [JsonPropertyName("la")]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations set on the workflow object.</summary>
    [JsonPropertyName("an")]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Global outputs set, by name (an entry replaces the one of that name).</summary>
    [JsonPropertyName("o")]
    public Outputs? Outputs { get; init; }

    /// <summary>Conditions set, by type.</summary>
    [JsonPropertyName("c")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>The merged spec, once known (<c>status.storedWorkflowTemplateSpec</c>).</summary>
    [JsonPropertyName("sp")]
    public WorkflowSpec? StoredSpec { get; init; }

    /// <summary>Values of workflow parameters that came from elsewhere.</summary>
    [JsonPropertyName("pa")]
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Claims the run owns.</summary>
    [JsonPropertyName("v")]
    public IReadOnlyList<Volume>? PersistentVolumeClaims { get; init; }

    /// <summary>Finalizers of the workflow object (the whole list).</summary>
    [JsonPropertyName("fi")]
    public IReadOnlyList<string>? Finalizers { get; init; }

    /// <summary>How far the deletion of artifacts is.</summary>
    [JsonPropertyName("ag")]
    public ArtifactGCStatus? ArtifactGC { get; init; }

    /// <summary>Host that work is given to from now on. Work that leaves nothing on its host goes there at once.</summary>
    [JsonPropertyName("ho")]
    public string? Host { get; init; }
}

/// <summary>A node exists. Its id and display name follow from its name and boundary.</summary>
public sealed record NodeAdded : RunEvent
{
    /// <summary>Full name.</summary>
    [JsonPropertyName("n")]
    public required string Name { get; init; }

    /// <summary>The id where whoever adds the node has worked it out already: one text for all who hold it.</summary>
    [JsonIgnore]
    public string? Id { get; init; }

    /// <summary>One of <see cref="NodeType"/>.</summary>
    [JsonPropertyName("y")]
    public required string Type { get; init; }

    /// <summary>First phase.</summary>
    [JsonPropertyName("p")]
    public required string Phase { get; init; }

    /// <summary>When.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>Nodes it hangs on; usually one.</summary>
    [JsonPropertyName("pa")]
    public IReadOnlyList<string>? Parents { get; init; }

    /// <summary>ID of the enclosing steps, DAG or pod.</summary>
    [JsonPropertyName("b")]
    public string? Boundary { get; init; }

    /// <summary>Message.</summary>
    [JsonPropertyName("m")]
    public string? Message { get; init; }

    /// <summary>Template name.</summary>
    [JsonPropertyName("tn")]
    public string? Template { get; init; }

    /// <summary>Template reference.</summary>
    [JsonPropertyName("tr")]
    public TemplateRef? TemplateRef { get; init; }

    /// <summary>Template scope; null: local to the run.</summary>
    [JsonPropertyName("ts")]
    public string? TemplateScope { get; init; }

    /// <summary>Inputs with values.</summary>
    [JsonPropertyName("i")]
    public Inputs? Inputs { get; init; }

    /// <summary>Display name where it is not the derived one.</summary>
    [JsonPropertyName("d")]
    public string? DisplayName { get; init; }

    /// <summary>A hook or exit handler.</summary>
    [JsonPropertyName("h")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Hooked { get; init; }

    /// <summary>A retry attempt.</summary>
    [JsonPropertyName("re")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Retried { get; init; }

    /// <summary>Memoization status.</summary>
    [JsonPropertyName("me")]
    public MemoizationStatus? Memoization { get; init; }

    /// <summary>Outputs (memoization hit).</summary>
    [JsonPropertyName("o")]
    public Outputs? Outputs { get; init; }

    /// <summary>A work order goes to an executor with this.</summary>
    [JsonPropertyName("g")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Given { get; init; }

    /// <summary>The host that has the work, where it is another than the run's.</summary>
    [JsonPropertyName("ho")]
    public string? Host { get; init; }
}

/// <summary>Something of a node changed; null members did not.</summary>
public sealed record NodeChanged : RunEvent
{
    /// <summary>Which node.</summary>
    [JsonPropertyName("i")]
    public required string Id { get; init; }

    /// <summary>New phase.</summary>
    [JsonPropertyName("p")]
    public string? Phase { get; init; }

    /// <summary>New message.</summary>
    [JsonPropertyName("m")]
    public string? Message { get; init; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("s")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonPropertyName("f")]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When its work itself began: the node has waited until then.</summary>
    [JsonPropertyName("b")]
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>New inputs.</summary>
    [JsonPropertyName("in")]
    public Inputs? Inputs { get; init; }

    /// <summary>New outputs (the whole).</summary>
    [JsonPropertyName("o")]
    public Outputs? Outputs { get; init; }

    /// <summary>Outbound nodes.</summary>
    [JsonPropertyName("ob")]
    public IReadOnlyList<string>? Outbound { get; init; }

    /// <summary>Progress.</summary>
    [JsonPropertyName("pr")]
    public string? Progress { get; init; }

    /// <summary>Address of a daemon.</summary>
    [JsonPropertyName("ip")]
    public string? PodIP { get; init; }

    /// <summary>Whether it is a daemon that serves.</summary>
    [JsonPropertyName("da")]
    public bool? Daemoned { get; init; }

    /// <summary>Machine.</summary>
    [JsonPropertyName("ho")]
    public string? Host { get; init; }

    /// <summary>Lock it waits for; empty: none any more.</summary>
    [JsonPropertyName("wl")]
    public string? WaitingLock { get; init; }

    /// <summary>Memoization status.</summary>
    [JsonPropertyName("me")]
    public MemoizationStatus? Memoization { get; init; }

    /// <summary>Resource duration.</summary>
    [JsonPropertyName("rd")]
    public IReadOnlyDictionary<string, long>? ResourcesDuration { get; init; }

    /// <summary>New attempt: the work is started anew.</summary>
    [JsonPropertyName("at")]
    public int? Attempt { get; init; }

    /// <summary>The work has been asked to end, for this reason.</summary>
    [JsonPropertyName("ca")]
    public string? Cancelling { get; init; }

    /// <summary>Node type, when a node turns into another (a retry node whose first attempt is known).</summary>
    [JsonPropertyName("y")]
    public string? Type { get; init; }

    /// <summary>The work order has been given to an executor.</summary>
    [JsonPropertyName("g")]
    public bool? Given { get; init; }
}

/// <summary>A node hangs on further nodes.</summary>
public sealed record NodesLinked : RunEvent
{
    /// <summary>Upper nodes.</summary>
    [JsonPropertyName("pa")]
    public required IReadOnlyList<string> Parents { get; init; }

    /// <summary>Lower node.</summary>
    [JsonPropertyName("c")]
    public required string Child { get; init; }
}

/// <summary>A template of another resource is frozen into the run.</summary>
public sealed record TemplateStored : RunEvent
{
    /// <summary><c>scope/resource/template</c>.</summary>
    [JsonPropertyName("k")]
    public required string Key { get; init; }

    /// <summary>The template.</summary>
    [JsonPropertyName("v")]
    public required Template Template { get; init; }
}

/// <summary>A workflow template was looked up.</summary>
public sealed record TemplateLearned : RunEvent
{
    /// <summary>A workflow template.</summary>
    [JsonPropertyName("wt")]
    public WorkflowTemplate? Template { get; init; }

    /// <summary>A cluster workflow template.</summary>
    [JsonPropertyName("ct")]
    public ClusterWorkflowTemplate? ClusterTemplate { get; init; }
}

/// <summary>A question was answered; the answer holds for the rest of the run.</summary>
public sealed record LookupAnswered : RunEvent
{
    /// <summary>Which question.</summary>
    [JsonPropertyName("i")]
    public required string LookupId { get; init; }

    /// <summary>Whether the thing exists.</summary>
    [JsonPropertyName("f")]
    public bool Found { get; init; }

    /// <summary>Why the look-up failed.</summary>
    [JsonPropertyName("e")]
    public string? Error { get; init; }

    /// <summary>The value.</summary>
    [JsonPropertyName("v")]
    public string? Value { get; init; }

    /// <summary>The memo entry.</summary>
    [JsonPropertyName("m")]
    public MemoEntry? Memo { get; init; }
}

/// <summary>Locks of a holder: asked for, held, or given back.</summary>
public sealed record LocksChanged : RunEvent
{
    /// <summary>Holder key.</summary>
    [JsonPropertyName("h")]
    public required string HolderKey { get; init; }

    /// <summary><c>waiting</c>, <c>held</c> or <c>released</c>.</summary>
    [JsonPropertyName("s")]
    public required string State { get; init; }

    /// <summary>The locks.</summary>
    [JsonPropertyName("l")]
    public required IReadOnlyList<LockRequest> Locks { get; init; }
}

/// <summary>A finished run goes on: the workflow as it is from now.</summary>
public sealed record RunRetried : RunEvent
{
    /// <summary>Spec, metadata and status (with nodes) to go on from.</summary>
    [JsonPropertyName("w")]
    public required Workflow Workflow { get; init; }

    /// <summary>When.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }
}

/// <summary>A user's command was taken in.</summary>
public sealed record CommandAccepted : RunEvent
{
    /// <summary>Its id.</summary>
    [JsonPropertyName("i")]
    public required string CommandId { get; init; }
}
