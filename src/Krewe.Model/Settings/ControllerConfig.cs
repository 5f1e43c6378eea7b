namespace Krewe.Model;

/// <summary>Settings for all runs of an engine, by the names that Argo's <c>workflow-controller-configmap</c> gives them.</summary>
public sealed record ControllerConfig
{
    /// <summary>Defaults merged under every workflow.</summary>
    public Workflow? WorkflowDefaults { get; init; }

    /// <summary>Most runs at work at once; null for no limit.</summary>
    public int? Parallelism { get; init; }

    /// <summary>The same for each namespace by itself.</summary>
    public int? NamespaceParallelism { get; init; }

    /// <summary>Limits of single namespaces, by name (Argo reads them from the label <c>workflows.argoproj.io/parallelism-limit</c> of the namespace).</summary>
    public IReadOnlyDictionary<string, int>? NamespaceParallelismLimits { get; init; }

    /// <summary>Most runs that have not ended, waiting ones among them: a further one is refused (Krewe's own); null for no limit.</summary>
    public int? RunLimit { get; init; }

    /// <summary>The same for each namespace by itself.</summary>
    public int? NamespaceRunLimit { get; init; }

    /// <summary>Most steps at once as processes of this machine, over all runs (Krewe's own); null for the default of the executor.</summary>
    public int? ProcessParallelism { get; init; }

    /// <summary>
    /// Nodes that a steps or DAG template may have below it, as far as that can be told beforehand, until it becomes a part of its run with
    /// a log of its own (Krewe's own); null for 5,000, 0 for only where a template asks for it.
    /// </summary>
    public int? PartThreshold { get; init; }

    /// <summary>What users may run.</summary>
    public WorkflowRestrictions? WorkflowRestrictions { get; init; }

    /// <summary>Where artifacts are kept: which of it applies to any store.</summary>
    public ArtifactRepositoryConfig? ArtifactRepository { get; init; }

    /// <summary>How many ended runs are kept.</summary>
    public RetentionPolicy? RetentionPolicy { get; init; }

    /// <summary>Days for which the log of who changed what is kept (Krewe's own); null for 365, 0 for no log.</summary>
    public int? AuditRetentionDays { get; init; }

    /// <summary>
    /// Keys of the labels of runs that usage is told apart by, beside namespace, folder, template and creator (Krewe's own); null for none.
    /// Each should have few values, such as teams: usage is kept for good, a row for each that a day sees.
    /// </summary>
    public IReadOnlyList<string>? UsageLabels { get; init; }

    /// <summary>How pods are named, <c>v1</c> or <c>v2</c> (the default); Argo has it in the variable <c>POD_NAMES</c>.</summary>
    public string? PodNames { get; init; }

    /// <summary>Regular expression of messages of faults that pass by themselves; Argo has it in the variable <c>TRANSIENT_ERROR_PATTERN</c>.</summary>
    public string? TransientErrorPattern { get; init; }

    /// <summary>The engine's instance, if several share what they see.</summary>
    public string? InstanceID { get; init; }

    /// <summary>Links that user interfaces show; null for none.</summary>
    public IReadOnlyList<InfoLink>? Links { get; init; }

    /// <summary>Labels and annotations that user interfaces show as columns of lists; null for none.</summary>
    public IReadOnlyList<InfoColumn>? Columns { get; init; }

    /// <summary>Colour of the navigation bar of user interfaces, as CSS has it; null for their own.</summary>
    public string? NavColor { get; init; }

    /// <summary>Single sign-on; null for none.</summary>
    public SsoConfig? Sso { get; init; }

    /// <summary>Most runs of a namespace at once, by its own limit or the general one.</summary>
    public int? ParallelismOf(string @namespace) => NamespaceParallelismLimits?.TryGetValue(@namespace, out var limit) == true ? limit : NamespaceParallelism;
}
