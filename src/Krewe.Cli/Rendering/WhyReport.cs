using Krewe.Client;

namespace Krewe.Cli.Rendering;

/// <summary>Why a run failed, in words.</summary>
internal static class WhyReport
{
    public static IEnumerable<StyledLine> Lines(FailureReport report, RenderSettings settings)
    {
        if (report.CauseCount == 0)
        {
            yield return new StyledLine($"{report.Name}: ", new Span(report.Phase, PhaseMark.Color(report.Phase)), report.Message is { Length: > 0 } message ? $": {message}" : ", and no step has failed");
            yield break;
        }

        yield return new StyledLine($"{report.Name}: ", new Span(report.Phase, PhaseMark.Color(report.Phase)), $", {Counted(report.CauseCount, "step")} at fault");
        foreach (var cause in report.Causes)
        {
            yield return StyledLine.Empty;
            foreach (var line in Cause(cause, settings))
            {
                yield return line;
            }
        }

        if (report.CauseCount > report.Causes.Count)
        {
            yield return StyledLine.Empty;
            yield return $"and {report.CauseCount - report.Causes.Count} more";
        }
    }

    private static IEnumerable<StyledLine> Cause(FailureCause cause, RenderSettings settings)
    {
        yield return new StyledLine(
            new Span(settings.Utf8 ? PhaseMark.Icon(cause.Phase) : cause.Phase, PhaseMark.Color(cause.Phase)), " ", new Span(cause.DisplayName, TextStyle.Bold), $" {cause.Phase}: {cause.Message ?? "no message"}");
        yield return $"  step {cause.Step}, template {(cause.TemplateSource is { } source ? source + "/" : "")}{cause.Template}, node {cause.NodeId}{(cause.Attempts > 1 ? $", {cause.Attempts} attempts" : "")}";
        if (cause.ChildRun is { } child)
        {
            yield return $"  child run {child}: krewe why {child}";
        }

        if (cause.History is { } history)
        {
            yield return "  " + Since(history);
        }

        if (cause.LogMissing is { } missing)
        {
            yield return "  " + missing;
        }

        if (cause.Log is { Lines.Count: > 0 } log)
        {
            yield return $"  last log lines (of {log.Total}):";
            var width = log.Total.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
            foreach (var line in log.Lines)
            {
                yield return new StyledLine($"    {line.Number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width)}  ", new Span(line.Content, line.Stream == "stderr" ? TextStyle.None : TextStyle.Dim));
            }
        }
    }

    private static string Since(FailureHistory history)
    {
        var good = history.LastGood is { } run ? $"passed last in #{run.Number} ({run.Name})"
            : history.IsWhole ? "has never passed" : $"has not passed in the last {Counted(history.Searched, "run")}";
        return history.FirstSeen.Number == history.Pipeline.Number
            ? $"fails for the first time in #{history.Pipeline.Number} of {history.Pipeline.Name}; {good}"
            : $"fails since #{history.FirstSeen.Number} of {history.Pipeline.Name} ({Counted(history.Failures, "run")}, {history.SameMessage} with this message); {good}";
    }

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
