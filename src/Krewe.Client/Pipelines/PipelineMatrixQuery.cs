namespace Krewe.Client;

/// <summary>Which part of a pipeline's matrix.</summary>
/// <param name="Runs">Which runs.</param>
public sealed record PipelineMatrixQuery(PipelineRunsQuery Runs)
{
    /// <summary>Most steps of one page.</summary>
    public const int MostSteps = 300;

    /// <summary>How many steps to leave out.</summary>
    public int Skip { get; init; }

    /// <summary>At most so many steps.</summary>
    public int Steps { get; init; } = 100;
}
