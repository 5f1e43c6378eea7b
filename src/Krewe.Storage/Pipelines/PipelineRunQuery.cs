namespace Krewe.Storage;

/// <summary>Which runs of a pipeline. Without bounds: the newest ones.</summary>
/// <param name="Pipeline">The pipeline.</param>
public sealed record PipelineRunQuery(PipelineKey Pipeline)
{
    /// <summary>Only runs with smaller numbers.</summary>
    public long? Before { get; init; }

    /// <summary>Only runs with greater numbers; with it the page holds those next to it.</summary>
    public long? After { get; init; }

    /// <summary>Whether <see cref="PipelineRun.Steps"/> are read.</summary>
    public bool WithSteps { get; init; }
}
