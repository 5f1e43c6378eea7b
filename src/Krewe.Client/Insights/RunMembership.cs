namespace Krewe.Client;

/// <summary>A pipeline that a run belongs to, and the run's number in it.</summary>
public sealed record RunMembership
{
    /// <summary>Kind of the pipeline, as in <see cref="PipelineRef.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Name { get; init; }

    /// <summary>The run's number.</summary>
    public required long Number { get; init; }
}
