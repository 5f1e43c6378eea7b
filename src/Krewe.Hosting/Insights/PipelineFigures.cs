using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Statistics of a pipeline's newest runs. Pure.</summary>
internal static class PipelineFigures
{
    private const int WeatherRuns = 5;
    private const int FewestForTrend = 4;

    /// <param name="runs">The runs, the newest first.</param>
    public static PipelineStatistics Of(IReadOnlyList<PipelineRun> runs)
    {
        var ended = runs.Where(run => WorkflowPhase.IsCompleted(run.Phase)).ToList();
        var succeeded = ended.Where(run => run.Phase == WorkflowPhase.Succeeded).ToList();
        var durations = succeeded.Select(PipelineItems.MillisecondsOf).OfType<long>().ToList();
        return new PipelineStatistics
        {
            Runs = runs.Count,
            Succeeded = succeeded.Count,
            Failed = ended.Count - succeeded.Count,
            SuccessRate = ended.Count == 0 ? null : Math.Round((double)succeeded.Count / ended.Count, 4),
            MedianMilliseconds = Durations.Median(durations),
            P95Milliseconds = Durations.Percentile(durations, 0.95),
            DurationTrend = TrendOf(durations),
            Weather = WeatherOf(ended),
        };
    }

    private static double? TrendOf(List<long> durations)
    {
        if (durations.Count < FewestForTrend)
        {
            return null;
        }

        var half = durations.Count / 2;
        var (newer, older) = (Durations.Median(durations[..half])!.Value, Durations.Median(durations[^half..])!.Value);
        return older == 0 ? null : Math.Round(((double)newer / older) - 1, 4);
    }

    private static string WeatherOf(List<PipelineRun> ended)
    {
        var last = ended.Take(WeatherRuns).ToList();
        return last.Count == 0 ? "Unknown" : ((double)last.Count(run => run.Phase == WorkflowPhase.Succeeded) / last.Count) switch
        {
            1 => "Sunny",
            >= 0.8 => "PartlyCloudy",
            >= 0.6 => "Cloudy",
            >= 0.4 => "Rainy",
            _ => "Stormy",
        };
    }
}
