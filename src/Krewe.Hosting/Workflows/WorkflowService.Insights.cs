using System.Runtime.CompilerServices;
using Krewe.Client;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>What a run's page shows.</content>
internal sealed partial class WorkflowService
{
    private static readonly TimeSpan LeastNodesGap = TimeSpan.FromMilliseconds(250);

    public async Task<RunOverview> GetOverviewAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await _insights.OverviewAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<FailureReport> ExplainAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await _insights.ExplainAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), ReadAsync, cancellationToken).ConfigureAwait(false);

    public async Task<NodePage> ListNodesAsync(NodesQuery query, CancellationToken cancellationToken = default) =>
        NodePages.Of(await ViewAsync(query.Run, query.Part, cancellationToken).ConfigureAwait(false), query);

    public async Task<NodeChanges> ListNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default) =>
        await _insights.ChangesAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), since, ReadAsync, cancellationToken).ConfigureAwait(false);

    public async Task<LogRange> ReadLogRangeAsync(LogRangeQuery query, CancellationToken cancellationToken = default) =>
        await _logs.ReadRangeAsync(await WithNodeAsync((await ViewAsync(query.Run, cancellationToken).ConfigureAwait(false)).Workflow, query.Node, cancellationToken).ConfigureAwait(false), query, cancellationToken).ConfigureAwait(false);

    public async Task<LogSearchPage> SearchLogsAsync(LogSearchQuery query, CancellationToken cancellationToken = default) =>
        await _logs.SearchAsync((await ViewAsync(query.Run, cancellationToken).ConfigureAwait(false)).Workflow, query, cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<NodeChanges> WatchNodeChangesAsync(RunRef run, long since, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(run, cancellationToken).ConfigureAwait(false);
        using var watch = _hub.Watch(row.Uid);
        while (true)
        {
            var current = await FindAsync(run with { Uid = row.Uid }, cancellationToken).ConfigureAwait(false);
            var changes = await _insights.ChangesAsync(current, since, ReadAsync, cancellationToken).ConfigureAwait(false);
            var isOver = WorkflowPhase.IsCompleted(changes.Phase);
            if (isOver || changes.Resync || changes.Items.Count + changes.Removed.Count > 0)
            {
                yield return changes;
            }

            if (isOver)
            {
                yield break;
            }

            since = changes.Version;
            await watch.WaitAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(LeastNodesGap, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<TimelinePage> GetTimelineAsync(TimelineQuery query, CancellationToken cancellationToken = default) =>
        (await TimelinesAsync(query.Run, cancellationToken).ConfigureAwait(false)).Page(query);

    public async Task<CriticalPathReport> GetCriticalPathAsync(RunRef run, CancellationToken cancellationToken = default) =>
        (await TimelinesAsync(run, cancellationToken).ConfigureAwait(false)).Report();

    public async Task<RunComparison> CompareAsync(RunRef left, RunRef right, CancellationToken cancellationToken = default)
    {
        var one = (await ViewAsync(left, cancellationToken).ConfigureAwait(false)).Workflow;
        var other = (await ViewAsync(right, cancellationToken).ConfigureAwait(false)).Workflow;
        var comparison = RunComparisons.Of(
            await GetOverviewAsync(left, cancellationToken).ConfigureAwait(false), one, await GetOverviewAsync(right, cancellationToken).ConfigureAwait(false), other);
        var nodes = NodePairs.Of(one, other);
        var (artifacts, artifactsAreCut) = await _artifactComparisons.OfAsync(nodes, cancellationToken).ConfigureAwait(false);
        var differing = RunComparisons.Differing(nodes, comparison.Steps, artifacts, one.Metadata.Name ?? "");
        var (logs, logsAreCut) = await _logs.CompareAsync(one, other, differing, cancellationToken).ConfigureAwait(false);
        return comparison with { Artifacts = artifacts, ArtifactsAreCut = artifactsAreCut, Logs = logs, LogsAreCut = logsAreCut };
    }

    private async Task<Timelines> TimelinesAsync(RunRef run, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(run, cancellationToken).ConfigureAwait(false);
        view.WorkStarts ??= WorkflowPhase.IsCompleted(view.Phase) && await _queries.GetDocumentAsync(view.Uid, cancellationToken).ConfigureAwait(false) is { } document
            ? RunRecord.DecodeWorkStarts(document)
            : await _runs.CallAsync(view.Uid, grain => grain.WorkStarts(), cancellationToken).ConfigureAwait(false);
        return new Timelines(view, view.WorkStarts, _time.GetUtcNow());
    }

    /// <summary>The run, with the part that holds a node where the run is too large to be whole.</summary>
    internal async Task<Workflow> GetWithNodeAsync(RunRef run, string? node, CancellationToken cancellationToken) =>
        await WithNodeAsync(await GetAsync(run, cancellationToken).ConfigureAwait(false), node, cancellationToken).ConfigureAwait(false);

    private async Task<Workflow> WithNodeAsync(Workflow run, string? node, CancellationToken cancellationToken) => string.IsNullOrEmpty(node)
        ? run
        : await _parts.WithNodeAsync(run, workflow => RunLogs.HasWriter(workflow, node), cancellationToken).ConfigureAwait(false);

    private async Task<RunView> ViewAsync(RunRef run, string? part, CancellationToken cancellationToken)
    {
        var row = await FindAsync(run, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(part)
            ? await _insights.ViewAsync(row, ReadAsync, cancellationToken).ConfigureAwait(false)
            : await _insights.PartViewAsync(row, part, ReadPartAsync, cancellationToken).ConfigureAwait(false);

        Task<Workflow> ReadPartAsync(RunIndexRow of, CancellationToken cancel) =>
            _parts.PartAsync(new Workflow { Metadata = new ObjectMeta { Name = of.Name, Uid = of.Uid } }, part, cancel);
    }

    private async Task<RunView> ViewAsync(RunRef run, CancellationToken cancellationToken) =>
        await _insights.ViewAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), ReadAsync, cancellationToken).ConfigureAwait(false);
}
