using System.Buffers;
using System.Globalization;
using System.Text;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Rendering;

/// <summary>Usage as comma-separated values (RFC 4180), one line a group; without a grouping, the total.</summary>
internal static class UsageCsv
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private static readonly string[] RunPhases = [WorkflowPhase.Succeeded, WorkflowPhase.Failed, WorkflowPhase.Error];
    private static readonly string[] StepPhases = [NodePhase.Succeeded, NodePhase.Failed, NodePhase.Error, NodePhase.Skipped, NodePhase.Omitted];

    public static string Of(UsageReport report)
    {
        var resources = report.Total.ResourcesDuration.Keys.Order(StringComparer.Ordinal).ToList();
        var groups = report.By.SelectMany(by => by == UsageGroupings.Template ? ["templateKind", by] : new[] { by }).ToList();
        var text = new StringBuilder();
        AddLine(
            text,
            [
                .. groups, "runs", .. RunPhases.Select(phase => "runs" + phase), "runsRetried", "runSeconds", "queueSeconds",
                "steps", .. StepPhases.Select(phase => "steps" + phase), "stepsRetried", "stepSeconds", .. resources.Select(name => "resource:" + name),
            ]);
        foreach (var item in report.By.Count == 0 ? [new UsageItem { Group = new Dictionary<string, string>(), Usage = report.Total }] : report.Items)
        {
            var usage = item.Usage;
            AddLine(
                text,
                [
                    .. groups.Select(group => item.Group.GetValueOrDefault(group, "")), Text(usage.Runs), .. RunPhases.Select(phase => Text(usage.RunsByPhase.GetValueOrDefault(phase))),
                    Text(usage.RunsRetried), Text(usage.RunSeconds), Text(usage.QueueSeconds),
                    Text(usage.Steps), .. StepPhases.Select(phase => Text(usage.StepsByPhase.GetValueOrDefault(phase))), Text(usage.StepsRetried), Text(usage.StepSeconds),
                    .. resources.Select(name => Text(usage.ResourcesDuration.GetValueOrDefault(name))),
                ]);
        }

        return text.ToString();
    }

    private static void AddLine(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append('\n');

    private static string Cell(string value) => value.AsSpan().ContainsAny(Quoted) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
