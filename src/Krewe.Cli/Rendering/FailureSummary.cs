using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Cli.Rendering;

/// <summary>Finds the node that a run failed for, and words it.</summary>
internal static class FailureSummary
{
    /// <summary>
    /// The failed node that did the work itself and failed first: enclosing nodes fail because of it, later ones often so.
    /// </summary>
    public static NodeStatus? RootCause(Workflow workflow)
    {
        var failed = (workflow.Status?.Nodes?.Values ?? []).Where(node => node.Phase is NodePhase.Failed or NodePhase.Error).ToList();
        var ids = failed.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);

        // A node is explained by another when that one is inside it, or is an attempt or a member of its group.
        var explained = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in failed)
        {
            if (node.BoundaryID is { Length: > 0 } boundary)
            {
                explained.Add(boundary);
            }

            if (node.Type is NodeType.StepGroup or NodeType.Retry or NodeType.TaskGroup && (node.Children ?? []).Any(ids.Contains))
            {
                explained.Add(node.Id);
            }
        }

        return failed.Where(node => !explained.Contains(node.Id) && !IsEarlierAttempt(node, workflow))
            .OrderBy(node => node.FinishedAt ?? DateTimeOffset.MaxValue)
            .ThenBy(node => node.Id, StringComparer.Ordinal)
            .FirstOrDefault() ?? failed.MinBy(node => node.Id, StringComparer.Ordinal);
    }

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

    /// <summary>A failed attempt that was followed by another is not what ended the run.</summary>
    private static bool IsEarlierAttempt(NodeStatus node, Workflow workflow) =>
        (workflow.Status?.Nodes?.Values ?? []).Any(parent => parent.Type == NodeType.Retry
            && parent.Children is { Count: > 1 } attempts && attempts.Contains(node.Id) && LastAttempt(attempts, workflow) != node.Id);

    private static string? LastAttempt(IReadOnlyList<string> attempts, Workflow workflow) =>
        attempts.LastOrDefault(id => workflow.Status!.Nodes!.TryGetValue(id, out var node) && node.NodeFlag?.Hooked != true);
}
