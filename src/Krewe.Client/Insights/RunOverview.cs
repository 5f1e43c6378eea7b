namespace Krewe.Client;

/// <summary>The head of a run's page: what costs the same however large the run is.</summary>
public sealed record RunOverview
{
    /// <summary>Uid of the run.</summary>
    public required string Uid { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its phase; <c>Pending</c> before it starts.</summary>
    public required string Phase { get; init; }

    /// <summary>Raised by every change: what was read with an equal version is still true.</summary>
    public required long Version { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it is in its phase.</summary>
    public string? Message { get; init; }

    /// <summary>Who created it.</summary>
    public string? Creator { get; init; }

    /// <summary>Folder it lies in; empty for none.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Whether it is suspended.</summary>
    public bool Suspended { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Its arguments, except very long ones.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The pipelines that it is a run of.</summary>
    public IReadOnlyList<RunMembership> Pipelines { get; init; } = [];
}
