using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Pipelines.</content>
internal sealed partial class WorkflowService
{
    /// <summary>Most live runs of a matrix whose steps are asked for: each is a call to its grain.</summary>
    private const int MostLiveRuns = 10;

    public async Task<PipelinePage> ListPipelinesAsync(PipelinesQuery query, CancellationToken cancellationToken = default)
    {
        RequireWithin("limit", query.Limit, 1, PipelinesQuery.MostPipelines);
        RequireWithin("runs", query.Runs, 1, PipelinesQuery.MostRuns);
        var filter = new PipelineFilter
        {
            Namespace = query.Namespace.Length == 0 ? null : query.Namespace,
            Kind = query.Kind is { Length: > 0 } kind ? KindOf(kind) : null,
            NameContains = query.Name is { Length: > 0 } name ? name : null,
        };
        var rows = await _insights.Catalog.ListAsync(filter, PipelineTokens.Read(query.Continue), query.Limit + 1, cancellationToken).ConfigureAwait(false);
        var page = rows.Take(query.Limit).ToList();
        var runs = (await _insights.Pipelines.ListNewestRunsAsync([.. page.Select(row => row.Key)], query.Runs, cancellationToken).ConfigureAwait(false)).ToLookup(run => run.Pipeline);
        var items = new List<PipelineItem>(page.Count);
        foreach (var row in page)
        {
            var item = await ItemAsync(row, [.. runs[row.Key]], cancellationToken).ConfigureAwait(false);
            // Nothing is left of it but the number that goes on.
            if (item.IsDefined || item.Recent.Count > 0)
            {
                items.Add(item);
            }
        }

        return new PipelinePage { Items = items, Continue = rows.Count > query.Limit ? PipelineTokens.Write(page[^1].Key) : null };
    }

    public async Task<PipelineItem> GetPipelineAsync(PipelineRef pipeline, int runs = 30, CancellationToken cancellationToken = default)
    {
        RequireWithin("runs", runs, 1, PipelinesQuery.MostRuns);
        var row = await FindPipelineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        return await ItemAsync(row, await _insights.Pipelines.ListPipelineRunsAsync(new PipelineRunQuery(row.Key), runs, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public async Task<PipelineRunPage> ListPipelineRunsAsync(PipelineRunsQuery query, CancellationToken cancellationToken = default)
    {
        var row = await FindPipelineAsync(query.Pipeline, cancellationToken).ConfigureAwait(false);
        var (runs, page) = await RunsAsync(row, query, withSteps: false, cancellationToken).ConfigureAwait(false);
        return page with { Items = [.. runs.Select(PipelineItems.Of)] };
    }

    public async Task<PipelineRunItem> GetPipelineRunAsync(PipelineRef pipeline, long number, CancellationToken cancellationToken = default)
    {
        var row = await FindPipelineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var found = number is < 1 or long.MaxValue
            ? []
            : await _insights.Pipelines.ListPipelineRunsAsync(new PipelineRunQuery(row.Key) { Before = number + 1, After = number - 1 }, 1, cancellationToken).ConfigureAwait(false);
        return found is [var run]
            ? PipelineItems.Of(run)
            : throw new KreweException(KreweErrorCode.NotFound, number >= 1 && number <= row.LastNumber ? $"run {number} of pipeline \"{pipeline.Name}\" has been deleted" : $"pipeline \"{pipeline.Name}\" has no run {number}: the newest is {row.LastNumber}");
    }

    public async Task<PipelineMatrix> GetPipelineMatrixAsync(PipelineMatrixQuery query, CancellationToken cancellationToken = default)
    {
        RequireWithin("steps", query.Steps, 1, PipelineMatrixQuery.MostSteps);
        RequireWithin("skip", query.Skip, 0, int.MaxValue);
        var row = await FindPipelineAsync(query.Runs.Pipeline, cancellationToken).ConfigureAwait(false);
        var (runs, page) = await RunsAsync(row, query.Runs, withSteps: true, cancellationToken).ConfigureAwait(false);
        var (steps, live) = (new List<(long, IReadOnlyList<StepSummary>)>(runs.Count), 0);
        foreach (var run in runs)
        {
            if (!WorkflowPhase.IsCompleted(run.Phase) && ++live <= MostLiveRuns && await _queries.GetAsync(run.Uid, cancellationToken).ConfigureAwait(false) is { } found)
            {
                var view = await _insights.ViewAsync(found, ReadAsync, cancellationToken).ConfigureAwait(false);
                steps.Add((run.Number, StepSummaries.Of(run.Name, [.. view.Workflow.Status?.Nodes?.Values ?? []])));
            }
            else if (WorkflowPhase.IsCompleted(run.Phase) && run.Steps is { } kept)
            {
                steps.Add((run.Number, StepSummaries.Decode(kept.Span)));
            }
        }

        var rows = MatrixSteps.Of(steps);
        return new PipelineMatrix { Runs = page with { Items = [.. runs.Select(PipelineItems.Of)] }, StepCount = rows.Count, Steps = [.. rows.Skip(query.Skip).Take(query.Steps)] };
    }

    private static void RequireWithin(string what, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, most == int.MaxValue ? $"{what} must be at least {least}" : $"{what} must be from {least} to {most}");
        }
    }

    private static string KindOf(string kind) =>
        PipelineRef.Kinds.FirstOrDefault(known => string.Equals(known, kind, StringComparison.OrdinalIgnoreCase))
        ?? throw new KreweException(KreweErrorCode.InvalidArgument, $"unknown kind '{kind}' of a pipeline; known are {string.Join(", ", PipelineRef.Kinds)}");

    private async Task<PipelineRow> FindPipelineAsync(PipelineRef pipeline, CancellationToken cancellationToken)
    {
        var key = new PipelineKey(pipeline.Namespace, KindOf(pipeline.Kind), pipeline.Name);
        return await _insights.Catalog.FindAsync(key, cancellationToken).ConfigureAwait(false)
            ?? throw new KreweException(KreweErrorCode.NotFound, $"there is no pipeline \"{key.Name}\" of kind {key.Kind} in namespace \"{key.Namespace}\"");
    }

    private async Task<PipelineItem> ItemAsync(PipelineRow row, IReadOnlyList<PipelineRun> runs, CancellationToken cancellationToken)
    {
        var definition = await _insights.Catalog.DefinitionAsync(row.Key, cancellationToken).ConfigureAwait(false);
        return new PipelineItem
        {
            Namespace = row.Key.Namespace,
            Kind = row.Key.Kind,
            Name = row.Key.Name,
            IsDefined = definition is not null,
            LastNumber = row.LastNumber,
            Labels = definition?.Metadata.Labels ?? new Dictionary<string, string>(),
            Annotations = definition?.Metadata.Annotations ?? new Dictionary<string, string>(),
            Statistics = PipelineFigures.Of(runs),
            Recent = [.. runs.Select(PipelineItems.Of)],
        };
    }

    /// <summary>Runs of a page, and where it goes on at either end.</summary>
    private async Task<(IReadOnlyList<PipelineRun> Runs, PipelineRunPage Page)> RunsAsync(PipelineRow row, PipelineRunsQuery query, bool withSteps, CancellationToken cancellationToken)
    {
        RequireWithin("limit", query.Limit, 1, PipelineRunsQuery.MostRuns);
        var found = await _insights.Pipelines.ListPipelineRunsAsync(
            new PipelineRunQuery(row.Key) { Before = query.Before, After = query.After, WithSteps = withSteps }, query.Limit + 1, cancellationToken).ConfigureAwait(false);
        var more = found.Count > query.Limit;
        // Beyond a lower bound the page begins at its old end.
        IReadOnlyList<PipelineRun> runs = !more ? found : query.After is null ? [.. found.Take(query.Limit)] : [.. found.Skip(1)];
        var older = query.After is null ? more : runs.Count > 0;
        var newer = query.After is null ? query.Before is not null && runs.Count > 0 : more || query.Before is not null;
        return (runs, new PipelineRunPage
        {
            Older = older ? runs[^1].Number : null,
            Newer = newer && runs.Count > 0 && runs[0].Number < row.LastNumber ? runs[0].Number : null,
        });
    }
}
