using Krewe.Model;

namespace Krewe.Cli.Rendering;

/// <summary>Runs as rows, as <c>argo list</c> shows them.</summary>
internal static class RunTable
{
    public static IEnumerable<StyledLine> Lines(IEnumerable<Workflow> workflows, RenderSettings settings, bool headers = true, bool namespaces = false, bool wide = false)
    {
        var table = new TextTable(gap: 3);
        if (headers)
        {
            table.Add(Row(namespaces, wide, "NAMESPACE", ["NAME", "STATUS", "AGE", "DURATION", "PRIORITY", "MESSAGE"], ["P/R/C", "PARAMETERS"]));
        }

        foreach (var workflow in workflows)
        {
            var status = workflow.Status;
            table.Add(Row(
                namespaces,
                wide,
                workflow.Metadata.Namespace ?? "",
                [
                    workflow.Metadata.Name ?? "",
                    new StyledLine(new Span(RunWords.Status(workflow), PhaseMark.Color(status?.Phase))),
                    Humanize.ShortSince(workflow.Metadata.CreationTimestamp, settings.Now, settings.Now),
                    status?.StartedAt is null ? "0s" : Humanize.ShortSince(status.StartedAt, status.FinishedAt, settings.Now),
                    $"{workflow.Spec.Priority ?? 0}",
                    (status?.Message ?? "").ReplaceLineEndings(" "),
                ],
                [Counts(workflow), RunWords.Parameters(workflow.Spec.Arguments?.Parameters)]));
        }

        return table.Lines();
    }

    /// <summary>Pending, running and completed steps.</summary>
    private static string Counts(Workflow workflow)
    {
        var pods = (workflow.Status?.Nodes?.Values ?? []).Where(node => node.Type == NodeType.Pod).ToList();
        var completed = pods.Count(node => NodePhase.IsCompleted(node.Phase));
        var running = pods.Count(node => node.Phase == NodePhase.Running);
        return $"{pods.Count - completed - running}/{running}/{completed}";
    }

    private static List<StyledLine> Row(bool namespaces, bool wide, StyledLine @namespace, StyledLine[] cells, StyledLine[] more) =>
        [.. namespaces ? [@namespace] : Array.Empty<StyledLine>(), .. cells, .. wide ? more : []];
}
