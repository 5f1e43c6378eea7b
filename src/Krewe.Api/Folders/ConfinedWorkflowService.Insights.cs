using System.Runtime.CompilerServices;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Api;

/// <content>What the pages of a run and of a pipeline show.</content>
internal sealed partial class ConfinedWorkflowService
{
    public async Task<RunOverview> GetOverviewAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await inner.GetOverviewAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<FailureReport> ExplainAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await inner.ExplainAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<NodePage> ListNodesAsync(NodesQuery query, CancellationToken cancellationToken = default) =>
        await inner.ListNodesAsync(query with { Run = await SeenAsync(query.Run, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);

    public async Task<NodeChanges> ListNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default) =>
        await inner.ListNodeChangesAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), since, cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<NodeChanges> WatchNodeChangesAsync(RunRef run, long since, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = await SeenAsync(run, cancellationToken).ConfigureAwait(false);
        await foreach (var changes in inner.WatchNodeChangesAsync(seen, since, cancellationToken).ConfigureAwait(false))
        {
            yield return changes;
        }
    }

    public async Task<TimelinePage> GetTimelineAsync(TimelineQuery query, CancellationToken cancellationToken = default) =>
        await inner.GetTimelineAsync(query with { Run = await SeenAsync(query.Run, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);

    public async Task<CriticalPathReport> GetCriticalPathAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await inner.GetCriticalPathAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<RunComparison> CompareAsync(RunRef left, RunRef right, CancellationToken cancellationToken = default)
    {
        var seen = await SeenAsync(left, cancellationToken).ConfigureAwait(false);
        return await inner.CompareAsync(seen, await SeenAsync(right, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public async Task<LogRange> ReadLogRangeAsync(LogRangeQuery query, CancellationToken cancellationToken = default) =>
        await inner.ReadLogRangeAsync(query with { Run = await SeenAsync(query.Run, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);

    public async Task<LogSearchPage> SearchLogsAsync(LogSearchQuery query, CancellationToken cancellationToken = default) =>
        await inner.SearchLogsAsync(query with { Run = await SeenAsync(query.Run, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);

    public async Task<PipelinePage> ListPipelinesAsync(PipelinesQuery query, CancellationToken cancellationToken = default)
    {
        var page = await inner.ListPipelinesAsync(query, cancellationToken).ConfigureAwait(false);
        return page with { Items = [.. page.Items.Where(May).Select(Seen)] };
    }

    public async Task<PipelineItem> GetPipelineAsync(PipelineRef pipeline, int runs = 30, CancellationToken cancellationToken = default)
    {
        var found = await inner.GetPipelineAsync(pipeline, runs, cancellationToken).ConfigureAwait(false);
        return May(found) ? Seen(found) : throw new KreweException(KreweErrorCode.NotFound, $"there is no pipeline \"{found.Name}\" of kind {found.Kind} in namespace \"{found.Namespace}\"");
    }

    public async Task<PipelineRunPage> ListPipelineRunsAsync(PipelineRunsQuery query, CancellationToken cancellationToken = default)
    {
        await GetPipelineAsync(query.Pipeline, 1, cancellationToken).ConfigureAwait(false);
        if (query.Limit is < 1 or > PipelineRunsQuery.MostRuns)
        {
            // Told by the one whose bounds these are.
            return await inner.ListPipelineRunsAsync(query, cancellationToken).ConfigureAwait(false);
        }

        return query.After is null ? await OlderRunsAsync(query, cancellationToken).ConfigureAwait(false) : await NewerRunsAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As many runs as are asked for of those that the caller sees, from the newest on.</summary>
    private async Task<PipelineRunPage> OlderRunsAsync(PipelineRunsQuery query, CancellationToken cancellationToken)
    {
        var seen = new List<PipelineRunItem>();
        var (page, newer) = (new PipelineRunPage { Older = query.Before }, (long?)null);
        do
        {
            page = await inner.ListPipelineRunsAsync(query with { Before = page.Older, Limit = PipelineRunsQuery.MostRuns }, cancellationToken).ConfigureAwait(false);
            newer = seen.Count == 0 ? page.Newer : newer;
            seen.AddRange(Seen(query.Pipeline, page).Items);
        }
        while (seen.Count <= query.Limit && page.Older is not null);

        return new PipelineRunPage { Items = [.. seen.Take(query.Limit)], Older = seen.Count > query.Limit ? seen[query.Limit - 1].Number : null, Newer = newer };
    }

    /// <summary>The same upwards from a number: those next to it.</summary>
    private async Task<PipelineRunPage> NewerRunsAsync(PipelineRunsQuery query, CancellationToken cancellationToken)
    {
        var seen = new List<PipelineRunItem>();
        var (page, older) = (new PipelineRunPage { Newer = query.After }, (long?)null);
        do
        {
            page = await inner.ListPipelineRunsAsync(query with { After = page.Newer, Limit = PipelineRunsQuery.MostRuns }, cancellationToken).ConfigureAwait(false);
            older = seen.Count == 0 ? page.Older : older;
            seen.InsertRange(0, Seen(query.Pipeline, page).Items);
        }
        while (seen.Count <= query.Limit && page.Newer is not null);

        return new PipelineRunPage { Items = [.. seen.TakeLast(query.Limit)], Older = older, Newer = seen.Count > query.Limit ? seen[^query.Limit].Number : null };
    }

    public async Task<PipelineRunItem> GetPipelineRunAsync(PipelineRef pipeline, long number, CancellationToken cancellationToken = default)
    {
        await GetPipelineAsync(pipeline, 1, cancellationToken).ConfigureAwait(false);
        var run = await inner.GetPipelineRunAsync(pipeline, number, cancellationToken).ConfigureAwait(false);
        return May(pipeline.Namespace, run.Folder) ? run : throw new KreweException(KreweErrorCode.NotFound, $"pipeline \"{pipeline.Name}\" has no run {number} for you to see");
    }

    public async Task<PipelineMatrix> GetPipelineMatrixAsync(PipelineMatrixQuery query, CancellationToken cancellationToken = default)
    {
        await GetPipelineAsync(query.Runs.Pipeline, 1, cancellationToken).ConfigureAwait(false);
        var matrix = await inner.GetPipelineMatrixAsync(query, cancellationToken).ConfigureAwait(false);
        var runs = Seen(query.Runs.Pipeline, matrix.Runs);
        var numbers = runs.Items.Select(run => run.Number).ToHashSet();
        return matrix with { Runs = runs, Steps = [.. matrix.Steps.Select(step => step with { Cells = [.. step.Cells.Where(cell => numbers.Contains(cell.Number))] })] };
    }

    /// <summary>A pipeline lies where its definition does; one without a definition of its namespace lies in no folder.</summary>
    private bool May(PipelineItem pipeline) => May(
        pipeline.Namespace,
        pipeline is { IsDefined: true, Kind: not nameof(ClusterWorkflowTemplate) } ? pipeline.Annotations.GetValueOrDefault(Folders.Annotation, "") : "");

    private PipelineItem Seen(PipelineItem pipeline) => pipeline with { Recent = [.. pipeline.Recent.Where(run => May(pipeline.Namespace, run.Folder))] };

    private PipelineRunPage Seen(PipelineRef pipeline, PipelineRunPage page) => page with { Items = [.. page.Items.Where(run => May(pipeline.Namespace, run.Folder))] };
}
