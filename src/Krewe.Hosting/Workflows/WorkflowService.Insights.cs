using Krewe.Client;

namespace Krewe.Hosting;

/// <content>What a run's page shows.</content>
internal sealed partial class WorkflowService
{
    public async Task<RunOverview> GetOverviewAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await _insights.OverviewAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<FailureReport> ExplainAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await _insights.ExplainAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), ReadAsync, cancellationToken).ConfigureAwait(false);

    public async Task<NodePage> ListNodesAsync(NodesQuery query, CancellationToken cancellationToken = default) =>
        NodePages.Of(await ViewAsync(query.Run, cancellationToken).ConfigureAwait(false), query);

    public async Task<NodeChanges> ListNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default) =>
        await _insights.ChangesAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), since, ReadAsync, cancellationToken).ConfigureAwait(false);

    public async Task<LogRange> ReadLogRangeAsync(LogRangeQuery query, CancellationToken cancellationToken = default) =>
        await _logs.ReadRangeAsync((await ViewAsync(query.Run, cancellationToken).ConfigureAwait(false)).Workflow, query, cancellationToken).ConfigureAwait(false);

    public async Task<LogSearchPage> SearchLogsAsync(LogSearchQuery query, CancellationToken cancellationToken = default) =>
        await _logs.SearchAsync((await ViewAsync(query.Run, cancellationToken).ConfigureAwait(false)).Workflow, query, cancellationToken).ConfigureAwait(false);

    private async Task<RunView> ViewAsync(RunRef run, CancellationToken cancellationToken) =>
        await _insights.ViewAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), ReadAsync, cancellationToken).ConfigureAwait(false);
}
