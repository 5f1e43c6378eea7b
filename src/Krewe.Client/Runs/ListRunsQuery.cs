namespace Krewe.Client;

/// <summary>Which runs, and which page of them.</summary>
public sealed record ListRunsQuery
{
    /// <summary>A namespace, or <see cref="Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Namespaces.Default;

    /// <summary>Only what lies in one of these places, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<FolderPlace>? Places { get; init; }

    /// <summary>Kubernetes label selector, such as <c>app=x,tier in (a,b),!old</c>; <c>workflows.argoproj.io/phase</c> and <c>/completed</c> select by state.</summary>
    public string? LabelSelector { get; init; }

    /// <summary><c>metadata.name=x</c>, <c>metadata.name!=x</c>, <c>metadata.namespace=x</c>, <c>spec.startedAt&gt;time</c>, joined by commas; else InvalidArgument.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>In the filter language, such as <c>status:failed duration:&gt;10m</c>; null for all. It holds besides the others.</summary>
    public string? Filter { get; init; }

    /// <summary>What stands as the creator on runs of the one who asks, for <c>creator:me</c> in <see cref="Filter"/>; null when that is not known.</summary>
    public string? Me { get; init; }

    /// <summary>Phases to keep; empty for all. <c>Pending</c> includes runs without a phase yet.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Text to look for in names, by <see cref="NameFilter"/>.</summary>
    public string? Name { get; init; }

    /// <summary>How <see cref="Name"/> matches: <c>Exact</c>, <c>Contains</c>, <c>Prefix</c>, <c>NotEquals</c>.</summary>
    public string NameFilter { get; init; } = "Prefix";

    /// <summary>Beginning that names must have besides; null for any.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Only runs created after this.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Only runs finished before this.</summary>
    public DateTimeOffset? FinishedBefore { get; init; }

    /// <summary>Most runs on the page; 0 for the engine's maximum.</summary>
    public int Limit { get; init; }

    /// <summary><see cref="WorkflowList"/>'s <c>metadata.continue</c> of the page before, or how many runs to leave out from the newest on.</summary>
    public string? Continue { get; init; }

    /// <summary>Whether a page says how many runs follow it; costs a count.</summary>
    public bool CountRemaining { get; init; }

    /// <summary>In watches: the <c>metadata.resourceVersion</c> seen last; only what changed after it is sent.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether <c>status.nodes</c> are filled in; costly, so off by default.</summary>
    public bool IncludeNodes { get; init; }
}
