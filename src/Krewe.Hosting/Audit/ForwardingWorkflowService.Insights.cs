using Krewe.Client;

namespace Krewe.Hosting;

/// <content>What the pages of a run and of a pipeline show.</content>
internal abstract partial class ForwardingWorkflowService
{
    public virtual Task<PipelinePage> ListPipelinesAsync(PipelinesQuery query, CancellationToken cancellationToken = default) => inner.ListPipelinesAsync(query, cancellationToken);

    public virtual Task<PipelineItem> GetPipelineAsync(PipelineRef pipeline, int runs = 30, CancellationToken cancellationToken = default) => inner.GetPipelineAsync(pipeline, runs, cancellationToken);

    public virtual Task<PipelineRunPage> ListPipelineRunsAsync(PipelineRunsQuery query, CancellationToken cancellationToken = default) => inner.ListPipelineRunsAsync(query, cancellationToken);

    public virtual Task<PipelineRunItem> GetPipelineRunAsync(PipelineRef pipeline, long number, CancellationToken cancellationToken = default) => inner.GetPipelineRunAsync(pipeline, number, cancellationToken);

    public virtual Task<PipelineMatrix> GetPipelineMatrixAsync(PipelineMatrixQuery query, CancellationToken cancellationToken = default) => inner.GetPipelineMatrixAsync(query, cancellationToken);

    public virtual Task<RunOverview> GetOverviewAsync(RunRef run, CancellationToken cancellationToken = default) => inner.GetOverviewAsync(run, cancellationToken);

    public virtual Task<FailureReport> ExplainAsync(RunRef run, CancellationToken cancellationToken = default) => inner.ExplainAsync(run, cancellationToken);

    public virtual Task<NodePage> ListNodesAsync(NodesQuery query, CancellationToken cancellationToken = default) => inner.ListNodesAsync(query, cancellationToken);

    public virtual Task<NodeChanges> ListNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default) => inner.ListNodeChangesAsync(run, since, cancellationToken);

    public virtual IAsyncEnumerable<NodeChanges> WatchNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default) => inner.WatchNodeChangesAsync(run, since, cancellationToken);

    public virtual Task<TimelinePage> GetTimelineAsync(TimelineQuery query, CancellationToken cancellationToken = default) => inner.GetTimelineAsync(query, cancellationToken);

    public virtual Task<CriticalPathReport> GetCriticalPathAsync(RunRef run, CancellationToken cancellationToken = default) => inner.GetCriticalPathAsync(run, cancellationToken);

    public virtual Task<RunComparison> CompareAsync(RunRef left, RunRef right, CancellationToken cancellationToken = default) => inner.CompareAsync(left, right, cancellationToken);

    public virtual Task<LogRange> ReadLogRangeAsync(LogRangeQuery query, CancellationToken cancellationToken = default) => inner.ReadLogRangeAsync(query, cancellationToken);

    public virtual Task<LogSearchPage> SearchLogsAsync(LogSearchQuery query, CancellationToken cancellationToken = default) => inner.SearchLogsAsync(query, cancellationToken);
}
