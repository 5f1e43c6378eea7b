namespace Krewe.Client;

/// <summary>Which runs of a pipeline. Without bounds: the newest ones.</summary>
/// <param name="Pipeline">The pipeline.</param>
public sealed record PipelineRunsQuery(PipelineRef Pipeline)
{
    /// <summary>Most runs of one page.</summary>
    public const int MostRuns = 200;

    /// <summary>Only runs with smaller numbers: older ones.</summary>
    public long? Before { get; init; }

    /// <summary>Only runs with greater numbers: newer ones, those next to it.</summary>
    public long? After { get; init; }

    /// <summary>At most so many runs.</summary>
    public int Limit { get; init; } = 30;
}
