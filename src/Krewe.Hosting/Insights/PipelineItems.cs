using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Runs of pipelines as the API shows them.</summary>
internal static class PipelineItems
{
    public static RunMark MarkOf(PipelineRun run) => new()
    {
        Number = run.Number,
        Name = run.Name,
        Uid = run.Uid,
        Phase = RunRows.PhaseOf(run.Phase),
        CreatedAt = run.CreatedAt,
        FinishedAt = run.FinishedAt,
    };

    public static RunMembership MembershipOf(PipelineRun run) => new() { Kind = run.Pipeline.Kind, Name = run.Pipeline.Name, Number = run.Number };

    public static PipelineRunItem Of(PipelineRun run) => new()
    {
        Number = run.Number,
        Name = run.Name,
        Uid = run.Uid,
        Phase = RunRows.PhaseOf(run.Phase),
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        Milliseconds = MillisecondsOf(run),
        Message = run.Message,
        Creator = run.Creator,
        Folder = run.Folder,
        Parameters = run.Parameters,
    };

    public static long? MillisecondsOf(PipelineRun run) =>
        run is { StartedAt: { } from, FinishedAt: { } to } ? Math.Max(0, (long)(to - from).TotalMilliseconds) : null;
}
