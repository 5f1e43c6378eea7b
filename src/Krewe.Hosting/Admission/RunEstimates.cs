using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>How long a run and its nodes will take, told from the newest run of the same template or cron workflow that succeeded.</summary>
internal sealed class RunEstimates(IRunQueries queries)
{
    /// <summary>Seconds by node name without the run's; null when nothing is known.</summary>
    public async Task<IReadOnlyDictionary<string, int>?> OfAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        if (FilterOf(workflow) is not { } filter)
        {
            return null;
        }

        var page = await queries.ListAsync(filter, null, 1, cancellationToken).ConfigureAwait(false);
        if (page.Rows is not [var earlier, ..] || await queries.GetDocumentAsync(earlier.Uid, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return null;
        }

        var before = RunRecord.DecodeDocument(document);
        var seconds = new Dictionary<string, int>(StringComparer.Ordinal);
        if (before.Status is { StartedAt: { } from, FinishedAt: { } to })
        {
            seconds[""] = Whole(to - from);
        }

        foreach (var node in before.Status?.Nodes?.Values ?? [])
        {
            if (node is { StartedAt: { } begin, FinishedAt: { } end } && node.Name.StartsWith(earlier.Name, StringComparison.Ordinal) && node.Name.Length > earlier.Name.Length)
            {
                seconds[node.Name[earlier.Name.Length..]] = Whole(end - begin);
            }
        }

        return seconds;
    }

    // Nothing takes no time: a second is the least that Argo's status can show.
    private static int Whole(TimeSpan time) => Math.Max(1, (int)time.TotalSeconds);

    private static RunFilter? FilterOf(Workflow workflow)
    {
        var filter = new RunFilter { Namespace = workflow.Metadata.Namespace, Phases = [WorkflowPhase.Succeeded] };
        var labels = workflow.Metadata.Labels;
        var reference = workflow.Spec.WorkflowTemplateRef;
        if ((reference is { ClusterScope: not true } ? reference.Name : labels?.GetValueOrDefault(RunRecord.TemplateLabel)) is { Length: > 0 } template)
        {
            return filter with { WorkflowTemplate = template };
        }

        if ((reference?.Name ?? labels?.GetValueOrDefault(RunRecord.ClusterTemplateLabel)) is { Length: > 0 } cluster)
        {
            return filter with { ClusterWorkflowTemplate = cluster };
        }

        return labels?.GetValueOrDefault(RunRecord.CronLabel) is { Length: > 0 } cron ? filter with { CronWorkflow = cron } : null;
    }
}
