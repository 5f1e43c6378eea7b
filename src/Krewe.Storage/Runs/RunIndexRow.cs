namespace Krewe.Storage;

/// <summary>A run as lists, filters, counts and watches see it. Moments are kept to the millisecond.</summary>
public sealed record RunIndexRow
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Uid of the run.</summary>
    public required string Uid { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Whether the run keeps its name from others. Like a Kubernetes object a finished run keeps it until it is deleted or
    /// <see cref="IRunRetention.ReleaseNameAsync"/> lets it go.
    /// </summary>
    public bool HoldsName { get; init; } = true;

    /// <summary>Phase as Argo writes it (empty while not yet started).</summary>
    public string Phase { get; init; } = "";

    /// <summary>Name of the WorkflowTemplate it came from.</summary>
    public string? WorkflowTemplate { get; init; }

    /// <summary>Name of the ClusterWorkflowTemplate it came from.</summary>
    public string? ClusterWorkflowTemplate { get; init; }

    /// <summary>Name of the CronWorkflow that started it.</summary>
    public string? CronWorkflow { get; init; }

    /// <summary>Folder it lies in, such as <c>team/ci</c>; empty for none.</summary>
    public string Folder { get; init; } = "";

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When its time to live ends and retention may delete it; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Progress as Argo writes it, <c>done/total</c>.</summary>
    public string Progress { get; init; } = "";

    /// <summary>Why the run is in its phase.</summary>
    public string? Message { get; init; }

    /// <summary>Priority; the higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Who created it.</summary>
    public string? Creator { get; init; }

    /// <summary>True while it is suspended.</summary>
    public bool Suspended { get; init; }

    /// <summary>Labels, searchable by selector.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = None;

    /// <summary>Arguments, searchable by exact value.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = None;

    /// <summary>Bytes of the writer's own that a list shows with the row (annotations, conditions); keep it small.</summary>
    public ReadOnlyMemory<byte> Summary { get; init; }

    /// <summary>Change number of the last write, given by the store; what the writer puts here is ignored.</summary>
    public long ChangeNumber { get; init; }
}
