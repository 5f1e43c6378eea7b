namespace Krewe.Model.Submission;

/// <summary>What a user changes about a workflow while submitting it.</summary>
public sealed record SubmitOptions
{
    /// <summary>Name instead of the manifest's.</summary>
    public string? Name { get; init; }

    /// <summary>Prefix of a generated name instead of the manifest's.</summary>
    public string? GenerateName { get; init; }

    /// <summary>Template to start with.</summary>
    public string? EntryPoint { get; init; }

    /// <summary>Parameters as <c>name=value</c>; those the workflow does not know are added.</summary>
    public IReadOnlyList<string>? Parameters { get; init; }

    /// <summary>Service account of all pods.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Labels as <c>a=1,b=2</c>.</summary>
    public string? Labels { get; init; }

    /// <summary>Annotations as <c>a=1,b=2</c>.</summary>
    public string? Annotations { get; init; }

    /// <summary>An owner to add.</summary>
    public OwnerReference? OwnerReference { get; init; }

    /// <summary>Priority class of all pods.</summary>
    public string? PodPriorityClassName { get; init; }

    /// <summary>Priority of the workflow.</summary>
    public int? Priority { get; init; }

    /// <summary>Keys of argument artifacts as <c>name=key</c>.</summary>
    public IReadOnlyList<string>? Artifacts { get; init; }
}
