using Krewe.Model;
using Krewe.Model.Tracing;

namespace Krewe.Executors;

/// <summary>All that an executor needs to do the work of one node; nothing in it is left to resolve.</summary>
public sealed record NodeWork
{
    /// <summary>Which attempt this is.</summary>
    public required NodeWorkId Id { get; init; }

    /// <summary>Namespace of the run.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the run.</summary>
    public required string WorkflowName { get; init; }

    /// <summary>Full node name, such as <c>hello[0].say</c>.</summary>
    public required string NodeName { get; init; }

    /// <summary>Pod name by Argo's version 2 rule (feature map, section 13).</summary>
    public required string PodName { get; init; }

    /// <summary>The template with every tag substituted: input parameters carry values, input artifacts carry locations.</summary>
    public required Template Template { get; init; }

    /// <summary>
    /// Marks that stand in the template for parameters that are secrets (<c>valueFrom.secretKeyRef</c>), and where the values are:
    /// <see cref="SecretFilling"/> puts them in where the work is done.
    /// </summary>
    public IReadOnlyDictionary<string, ValueFrom> Secrets { get; init; } = new Dictionary<string, ValueFrom>();

    /// <summary>Values of secrets that the template holds: not to be seen in what comes of the work. Never leaves the process that does it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Masks { get; init; } = [];

    /// <summary>Volumes of the run that the template mounts, claims included; variables substituted.</summary>
    public IReadOnlyList<Volume> Volumes { get; init; } = [];

    /// <summary>Names of the claims that the run owns (<c>spec.volumeClaimTemplates</c>), so that their data lives as long as the run.</summary>
    public IReadOnlyList<string> OwnedClaims { get; init; } = [];

    /// <summary>When the work must be over (UTC), or null for no limit.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whether standard output is to be reported as <c>outputs.result</c>.</summary>
    public bool CaptureResult { get; init; }

    /// <summary>Whether the main log is also kept as the output artifact <c>main-logs</c>.</summary>
    public bool ArchiveLogs { get; init; }

    /// <summary>Key prefix of output artifacts without a key of their own, by default <c>workflow name/pod name</c>.</summary>
    public required string ArchiveKeyPrefix { get; init; }

    /// <summary>Labels of the pod.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations of the pod.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Service account of the pod, if any.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>The child run that a <c>workflow</c> template starts.</summary>
    public ChildWorkflow? Child { get; init; }

    /// <summary>Priority of the run; work of higher priority comes first where it has to wait.</summary>
    public int Priority { get; init; }

    /// <summary>How many workflows stand above the run.</summary>
    public int Depth { get; init; }

    /// <summary>Executor plugins that the workflow brings along (<c>spec.executorPlugins</c>), as written.</summary>
    public IReadOnlyList<System.Text.Json.JsonElement> ExecutorPlugins { get; init; } = [];

    /// <summary>The run's place in its trace, as a W3C <c>traceparent</c>; null for a run without one. <see cref="TraceParent"/> is that of the node.</summary>
    public string? RunTraceParent { get; init; }

    /// <summary>The node's own place in the trace, which what it does stands under; null where the run has none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TraceParent? TraceParent => TraceParent.Parse(RunTraceParent) is { } run ? run with { SpanId = RunTrace.NodeSpanId(Id.RootUid, Id.NodeId) } : null;

    /// <summary>Hosts to keep away from (<c>retryStrategy.affinity</c>).</summary>
    public IReadOnlyList<string> AvoidHosts { get; init; } = [];
}
