namespace Krewe.Client;

/// <summary>Points at one run of a pipeline.</summary>
public sealed record RunMark
{
    /// <summary>Its number in the pipeline.</summary>
    public required long Number { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its uid.</summary>
    public required string Uid { get; init; }

    /// <summary>Its phase.</summary>
    public required string Phase { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it finished, if it has.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
