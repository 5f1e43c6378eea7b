using System.Globalization;
using Krewe.Client;

namespace Krewe.Cli.Rendering;

/// <summary>Pipelines and their runs as tables.</summary>
internal static class HistoryReport
{
    /// <summary>Numbered runs below a line of figures.</summary>
    public static IEnumerable<StyledLine> Runs(PipelineItem pipeline, PipelineRunPage page, RenderSettings settings)
    {
        yield return Figures(pipeline);
        yield return StyledLine.Empty;
        var table = new TextTable(gap: 3);
        table.Add("NUMBER", "NAME", "STATUS", "STARTED", "DURATION", "MESSAGE");
        foreach (var run in page.Items)
        {
            table.Add(
                "#" + Text(run.Number), run.Name, new StyledLine(new Span(run.Phase, PhaseMark.Color(run.Phase))), Humanize.ShortSince(run.StartedAt ?? run.CreatedAt, null, settings.Now),
                Humanize.ShortSince(run.StartedAt, run.FinishedAt, settings.Now), (run.Message ?? "").ReplaceLineEndings(" "));
        }

        foreach (var line in table.Lines())
        {
            yield return line;
        }

        if (page.Older is { } older)
        {
            yield return $"Older runs: --before {Text(older)}";
        }
    }

    /// <summary>Steps by runs.</summary>
    public static IEnumerable<StyledLine> Matrix(PipelineMatrix matrix, RenderSettings settings)
    {
        var table = new TextTable(gap: 2);
        // The oldest first: time goes from left to right.
        var numbers = matrix.Runs.Items.Select(run => run.Number).Reverse().ToList();
        table.Add([(StyledLine)"STEP", .. numbers.Select(number => (StyledLine)("#" + Text(number))), "MEDIAN", "FAILED"]);
        foreach (var step in matrix.Steps)
        {
            var cells = step.Cells.ToDictionary(cell => cell.Number);
            table.Add(
            [
                (StyledLine)step.Step,
                .. numbers.Select(number => cells.TryGetValue(number, out var cell) ? Cell(cell, settings) : StyledLine.Empty),
                step.MedianMilliseconds is { } median ? Duration(median) : "-",
                Text(step.Failures),
            ]);
        }

        foreach (var line in table.Lines())
        {
            yield return line;
        }

        if (matrix.StepCount > matrix.Steps.Count)
        {
            yield return $"and {matrix.StepCount - matrix.Steps.Count} more steps";
        }
    }

    /// <summary>Pipelines, one a line.</summary>
    public static IEnumerable<StyledLine> Pipelines(IReadOnlyList<PipelineItem> pipelines, bool namespaces, RenderSettings settings)
    {
        var table = new TextTable(gap: 3);
        table.Add([.. namespaces ? [(StyledLine)"NAMESPACE"] : Array.Empty<StyledLine>(), "NAME", "KIND", "LAST", "STATUS", "AGE", "PASSED", "MEDIAN", "P95", "WEATHER"]);
        foreach (var item in pipelines)
        {
            var last = item.Recent.Count > 0 ? item.Recent[0] : null;
            table.Add(
            [
                .. namespaces ? [(StyledLine)item.Namespace] : Array.Empty<StyledLine>(),
                item.Name,
                item.Kind,
                last is null ? "-" : "#" + Text(last.Number),
                last is null ? "Never run" : new StyledLine(new Span(last.Phase, PhaseMark.Color(last.Phase))),
                last is null ? "" : Humanize.ShortSince(last.CreatedAt, null, settings.Now),
                Passed(item.Statistics),
                item.Statistics.MedianMilliseconds is { } median ? Duration(median) : "-",
                item.Statistics.P95Milliseconds is { } high ? Duration(high) : "-",
                item.Statistics.Weather,
            ]);
        }

        return table.Lines();
    }

    private static StyledLine Figures(PipelineItem pipeline)
    {
        var statistics = pipeline.Statistics;
        if (statistics.Runs == 0)
        {
            return $"{pipeline.Kind} {pipeline.Name} has no runs{(pipeline.LastNumber > 0 ? " that are still kept" : " yet")}";
        }

        var durations = statistics.MedianMilliseconds is { } median ? $", median {Duration(median)}, p95 {Duration(statistics.P95Milliseconds ?? median)}" : "";
        var trend = statistics.DurationTrend is { } change and (>= 0.1 or <= -0.1) ? string.Create(CultureInfo.InvariantCulture, $" ({Math.Abs(change) * 100:0} % {(change > 0 ? "longer" : "shorter")} of late)") : "";
        return $"{pipeline.Kind} {pipeline.Name}: {Passed(statistics)} passed{durations}{trend}, {statistics.Weather}";
    }

    private static string Passed(PipelineStatistics statistics) => statistics.SuccessRate is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $"{statistics.Succeeded}/{statistics.Succeeded + statistics.Failed} ({rate * 100:0} %)")
        : "-";

    private static StyledLine Cell(MatrixCell cell, RenderSettings settings) =>
        new(new Span((settings.Utf8 ? PhaseMark.Icon(cell.Phase) : cell.Phase) + (cell.Retries > 0 ? "+" + Text(cell.Retries) : ""), PhaseMark.Color(cell.Phase)));

    private static string Duration(long milliseconds) => Humanize.ShortDuration(TimeSpan.FromMilliseconds(milliseconds));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
