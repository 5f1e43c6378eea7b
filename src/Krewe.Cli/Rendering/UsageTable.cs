using System.Globalization;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Rendering;

/// <summary>Usage as a table with its total.</summary>
internal static class UsageTable
{
    private static readonly string[] Figures = ["RUNS", "FAILED", "RETRIED", "RUN TIME", "QUEUE TIME", "STEPS", "FAILED", "RETRIED", "STEP TIME"];

    public static IEnumerable<StyledLine> Of(UsageReport report)
    {
        var resources = report.Total.ResourcesDuration.Keys.Order(StringComparer.Ordinal).ToList();
        var table = new TextTable(gap: 3);
        table.Add([.. Labels(report.By.Select(by => by.ToUpperInvariant()).Concat(Figures).Concat(resources.Select(name => name.ToUpperInvariant())))]);
        foreach (var item in report.Items)
        {
            table.Add([.. Labels(report.By.Select(by => NameOf(item, by)).Concat(Cells(item.Usage, resources)))]);
        }

        if (report.Items.Count != 1 || !report.IsWhole)
        {
            table.Add([.. Labels(report.By.Select((_, i) => i == 0 ? "TOTAL" : "").Concat(Cells(report.Total, resources)))]);
        }

        return table.Lines();
    }

    private static IEnumerable<StyledLine> Labels(IEnumerable<string> texts) => texts.Select(text => (StyledLine)text);

    private static string NameOf(UsageItem item, string by) => item.Group.GetValueOrDefault(by) switch
    {
        null or "" => "-",
        // The kind is told where the name alone would not do: most runs come from templates of their namespace.
        var name when by == UsageGroupings.Template && item.Group.GetValueOrDefault("templateKind") is { Length: > 0 } kind && kind != nameof(WorkflowTemplate) => $"{kind}/{name}",
        var name => name,
    };

    private static IEnumerable<string> Cells(UsageNumbers usage, List<string> resources) =>
    [
        Text(usage.Runs), Text(Bad(usage.RunsByPhase)), Text(usage.RunsRetried), Clock(usage.RunSeconds), Clock(usage.QueueSeconds),
        Text(usage.Steps), Text(Bad(usage.StepsByPhase)), Text(usage.StepsRetried), Clock(usage.StepSeconds),
        .. resources.Select(name => Clock(usage.ResourcesDuration.GetValueOrDefault(name))),
    ];

    private static long Bad(IReadOnlyDictionary<string, long> phases) => phases.GetValueOrDefault(WorkflowPhase.Failed) + phases.GetValueOrDefault(WorkflowPhase.Error);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Clock(double seconds)
    {
        var whole = (long)seconds;
        return string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}");
    }
}
