namespace Krewe.Client;

/// <summary>Steps of a pipeline by its runs.</summary>
public sealed record PipelineMatrix
{
    /// <summary>The runs, the newest first.</summary>
    public required PipelineRunPage Runs { get; init; }

    /// <summary>How many steps there are in these runs, on all pages.</summary>
    public required int StepCount { get; init; }

    /// <summary>The steps, in the order in which the newest run that has them reached them.</summary>
    public IReadOnlyList<MatrixStep> Steps { get; init; } = [];
}
