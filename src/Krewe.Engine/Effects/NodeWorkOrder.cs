using Krewe.Model;

namespace Krewe.Engine;

/// <summary>All that an executor needs to do the work of one node; nothing in it is left to resolve.</summary>
public sealed record NodeWorkOrder
{
    /// <summary>Which node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Grows each time the work is started anew (infrastructure fault, manual retry).</summary>
    public required int Attempt { get; init; }

    /// <summary>Namespace of the run.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the run.</summary>
    public required string WorkflowName { get; init; }

    /// <summary>UID of the run.</summary>
    public required string RunUid { get; init; }

    /// <summary>Full node name.</summary>
    public required string NodeName { get; init; }

    /// <summary>Type of the node: Pod, HTTP, Plugin or Workflow.</summary>
    public required string NodeType { get; init; }

    /// <summary>Pod name.</summary>
    public required string PodName { get; init; }

    /// <summary>The template with every tag substituted: input parameters carry values, input artifacts carry locations.</summary>
    public required Template Template { get; init; }

    /// <summary>Marks that stand in the template for parameters that are secrets, and where the values are.</summary>
    public IReadOnlyDictionary<string, ValueFrom> Secrets { get; init; } = new Dictionary<string, ValueFrom>();

    /// <summary>Volumes of the run that the template mounts, claims included.</summary>
    public IReadOnlyList<Volume> Volumes { get; init; } = [];

    /// <summary>Names of the claims that the run owns (<c>spec.volumeClaimTemplates</c>).</summary>
    public IReadOnlyList<string> OwnedClaims { get; init; } = [];

    /// <summary>When the work must be over, or null for no limit.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whether standard output is to be reported as <c>outputs.result</c>.</summary>
    public bool CaptureResult { get; init; }

    /// <summary>Whether the main log is also kept as the output artifact <c>main-logs</c>.</summary>
    public bool ArchiveLogs { get; init; }

    /// <summary>Key prefix of output artifacts without a key of their own.</summary>
    public required string ArchiveKeyPrefix { get; init; }

    /// <summary>Labels of the pod.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations of the pod.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Service account of the pod, if any.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>The child run that a <c>workflow</c> template starts.</summary>
    public ChildWorkflow? Child { get; init; }

    /// <summary>Priority of the run (<c>spec.priority</c>); work of higher priority comes first where it has to wait.</summary>
    public int Priority { get; init; }

    /// <summary>How many workflows stand above the run: a chain of children must end somewhere.</summary>
    public int Depth { get; init; }

    /// <summary>Executor plugins that the workflow brings along (<c>spec.executorPlugins</c>), as written.</summary>
    public IReadOnlyList<System.Text.Json.JsonElement> ExecutorPlugins { get; init; } = [];

    /// <summary>The host that has the work, where there are several.</summary>
    public string? Host { get; init; }

    /// <summary>Hosts to keep away from (<c>retryStrategy.affinity</c>).</summary>
    public IReadOnlyList<string> AvoidHosts { get; init; } = [];
}
