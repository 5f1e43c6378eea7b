using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Controller settings that a run is created with; kept in its log.</summary>
public sealed record RunConfig
{
    /// <summary>Nodes of a subtree from which on it is split off where nothing else is said.</summary>
    public const int DefaultPartThreshold = 5_000;

    /// <summary>Defaults merged under every workflow.</summary>
    public Workflow? WorkflowDefaults { get; init; }

    /// <summary>Whether main logs are kept as artifacts whatever the workflow says (repository setting).</summary>
    public bool ArchiveLogs { get; init; }

    /// <summary>Key format of output artifacts without a key of their own; null: <c>{{workflow.name}}/{{pod.name}}</c>.</summary>
    public string? ArtifactKeyFormat { get; init; }

    /// <summary>How often work is started again after an infrastructure fault, without counting as a retry.</summary>
    public int MaxRestarts { get; init; } = 3;

    /// <summary>Most leaf nodes that one run has started and unfinished; further children of loops stay implicit.</summary>
    public int Window { get; init; } = 512;

    /// <summary>Deepest nesting of templates.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Most nodes a run may have; one that would pass it fails.</summary>
    public int MaxNodes { get; init; } = 2_000_000;

    /// <summary>Estimated duration from earlier runs, in seconds.</summary>
    public int? EstimatedDuration { get; init; }

    /// <summary>
    /// Estimated durations of nodes in seconds, by node name without the leading name of the run (<c>[0].build</c>, <c>.build</c>;
    /// empty for the root).
    /// </summary>
    public IReadOnlyDictionary<string, int>? Estimates { get; init; }

    /// <summary>How pods are named, <c>v1</c> or <c>v2</c>, where the workflow does not say so by annotation.</summary>
    public string PodNameFormat { get; init; } = "v2";

    /// <summary>Regular expression of further messages that stand for faults that pass by themselves (Argo's <c>TRANSIENT_ERROR_PATTERN</c>).</summary>
    public string? TransientErrorPattern { get; init; }

    /// <summary>Whether the number of runs at work is limited: the run asks for its place before anything else.</summary>
    public bool IsThrottled { get; init; }

    /// <summary>
    /// Nodes that a subtree may have, as far as that can be told before it runs, until it becomes a part with a log of its own; 0: only where
    /// a template asks for it (<see cref="Krewe.Model.Runs.RunParts.Annotation"/>).
    /// </summary>
    public int PartThreshold { get; init; } = DefaultPartThreshold;

    /// <summary>For a part of a run: what it is a part of.</summary>
    public PartOrigin? Part { get; init; }

    /// <summary>Controller instance, if any.</summary>
    public string? InstanceId { get; init; }
}
