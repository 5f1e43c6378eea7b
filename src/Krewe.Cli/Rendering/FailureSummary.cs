using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Model.Runs;

namespace Krewe.Cli.Rendering;

/// <summary>Finds the node that a run failed for, and words it.</summary>
internal static class FailureSummary
{
    /// <summary>The node at which it went wrong first; null when the run failed as a whole.</summary>
    public static NodeStatus? RootCause(Workflow workflow) =>
        RootCauses.Of(NodeTree.Of([.. workflow.Status?.Nodes?.Values ?? []])) is [var first, ..] ? first.Node.Status : null;

    public static IEnumerable<StyledLine> Lines(Workflow workflow, NodeStatus cause, IReadOnlyList<string> lastLog, RenderSettings settings)
    {
        yield return new StyledLine(PhaseMark.Of(cause, settings.Utf8), " ", new Span(cause.Name, TextStyle.Bold), $" {cause.Phase}: {cause.Message ?? "no message"}");
        if (cause.Type == NodeType.Pod)
        {
            yield return $"  pod {NodeNames.Pod(workflow, cause)}, template {cause.TemplateRef?.Template ?? cause.TemplateName}";
        }

        if (lastLog.Count > 0)
        {
            yield return "  last log lines:";
            foreach (var line in lastLog)
            {
                yield return new StyledLine("    ", new Span(line, TextStyle.Dim));
            }
        }
    }
}
