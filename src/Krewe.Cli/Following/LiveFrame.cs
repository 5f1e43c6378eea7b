using Krewe.Cli.Rendering;
using Krewe.Model;

namespace Krewe.Cli.Following;

/// <summary>What the live view shows at one moment: a line about the run, and as much of the tree as fits.</summary>
internal static class LiveFrame
{
    public static IReadOnlyList<StyledLine> Lines(Workflow workflow, RenderSettings settings, int height)
    {
        var tree = RunReport.Tree(workflow, settings).ToList();
        var room = Math.Max(3, height - 4);
        var hidden = 0;
        if (tree.Count > room)
        {
            // What has gone well is what a watcher needs least.
            var busy = RunReport.Tree(workflow, settings, NodeChoice.Parse("phase!=Succeeded,phase!=Skipped")).ToList();
            var shown = busy.Count > 0 ? busy : tree;
            hidden = tree.Count - Math.Min(shown.Count, room);
            tree = [.. shown.Take(room)];
        }

        List<StyledLine> lines = [Title(workflow, settings), .. tree];
        if (hidden > 0)
        {
            lines.Add(new StyledLine(new Span($"  … {hidden} more", TextStyle.Dim)));
        }

        return lines;
    }

    private static StyledLine Title(Workflow workflow, RenderSettings settings)
    {
        var status = workflow.Status;
        var duration = status?.StartedAt is { } started ? " " + Humanize.Duration((status.FinishedAt ?? settings.Now) - started) : "";
        var progress = status?.Progress is { Length: > 0 } text ? $" {text}" : "";
        return new StyledLine(
            new Span(workflow.Metadata.Name ?? "", TextStyle.Bold),
            " ",
            new Span(RunWords.Status(workflow), PhaseMark.Color(status?.Phase)),
            progress + duration);
    }
}
