using System.Runtime.CompilerServices;
using Krewe.Client;

namespace Krewe.Cli.Tests.Fakes;

internal sealed partial class FakeWorkflowService
{
    public FailureReport? Explanation { get; set; }

    public RunComparison? Comparison { get; set; }

    public List<PipelineItem> Pipelines { get; } = [];

    public PipelineRunPage History { get; set; } = new();

    public PipelineMatrix Matrix { get; set; } = new() { Runs = new PipelineRunPage(), StepCount = 0 };

    public Task<RunOverview> GetOverviewAsync(RunRef run, CancellationToken cancellationToken = default)
    {
        var found = Find(run);
        return Task.FromResult(new RunOverview { Uid = found.Metadata.Uid!, Namespace = run.Namespace, Name = run.Name, Phase = found.Status!.Phase!, Version = 1, CreatedAt = Created });
    }

    public Task<FailureReport> ExplainAsync(RunRef run, CancellationToken cancellationToken = default)
    {
        Note($"explain {run.Name}");
        return Task.FromResult(Explanation ?? new FailureReport { Uid = "uid", Name = run.Name, Phase = Find(run).Status!.Phase!, CauseCount = 0 });
    }

    public Task<NodePage> ListNodesAsync(NodesQuery query, CancellationToken cancellationToken = default) =>
        Task.FromResult(new NodePage { Uid = "uid", Phase = "Running", Version = 1, Total = 0 });

    public Task<NodeChanges> ListNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default) =>
        Task.FromResult(new NodeChanges { Uid = "uid", Phase = "Running", Version = since, Resync = false });

    public async IAsyncEnumerable<NodeChanges> WatchNodeChangesAsync(RunRef run, long since, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return await ListNodeChangesAsync(run, since, cancellationToken);
    }

    public Task<TimelinePage> GetTimelineAsync(TimelineQuery query, CancellationToken cancellationToken = default) =>
        Task.FromResult(new TimelinePage { Uid = "uid", Phase = "Running", Version = 1, Total = 0 });

    public Task<CriticalPathReport> GetCriticalPathAsync(RunRef run, CancellationToken cancellationToken = default) =>
        Task.FromResult(new CriticalPathReport { Uid = "uid", Phase = "Running", IdleMilliseconds = 0, QueueMilliseconds = 0, RunMilliseconds = 0 });

    public async Task<RunComparison> CompareAsync(RunRef left, RunRef right, CancellationToken cancellationToken = default) => Comparison ?? new RunComparison
    {
        Left = await GetOverviewAsync(left, cancellationToken),
        Right = await GetOverviewAsync(right, cancellationToken),
        IsCut = false,
    };

    public Task<LogRange> ReadLogRangeAsync(LogRangeQuery query, CancellationToken cancellationToken = default) =>
        Task.FromResult(new LogRange { NodeId = query.Node, Container = query.Container, Total = 0, IsLive = false });

    public Task<LogSearchPage> SearchLogsAsync(LogSearchQuery query, CancellationToken cancellationToken = default) => Task.FromResult(new LogSearchPage());

    public Task<PipelinePage> ListPipelinesAsync(PipelinesQuery query, CancellationToken cancellationToken = default)
    {
        Note($"pipelines {query.Namespace} {query.Kind} {query.Name}".TrimEnd());
        return Task.FromResult(new PipelinePage { Items = [.. Pipelines.Where(item => query.Name is null || item.Name.Contains(query.Name, StringComparison.Ordinal))] });
    }

    public Task<PipelineItem> GetPipelineAsync(PipelineRef pipeline, int runs = 30, CancellationToken cancellationToken = default)
    {
        Note($"pipeline {pipeline.Namespace}/{pipeline.Kind}/{pipeline.Name}");
        return Task.FromResult(Pipelines.Find(item => item.Name == pipeline.Name && item.Kind == pipeline.Kind) ?? throw new KreweException(KreweErrorCode.NotFound, $"there is no pipeline \"{pipeline.Name}\""));
    }

    public Task<PipelineRunPage> ListPipelineRunsAsync(PipelineRunsQuery query, CancellationToken cancellationToken = default)
    {
        Note($"history {query.Pipeline.Kind}/{query.Pipeline.Name} before {query.Before} limit {query.Limit}");
        return Task.FromResult(History);
    }

    public Task<PipelineRunItem> GetPipelineRunAsync(PipelineRef pipeline, long number, CancellationToken cancellationToken = default) => Task.FromResult(History.Items.First(run => run.Number == number));

    public Task<PipelineMatrix> GetPipelineMatrixAsync(PipelineMatrixQuery query, CancellationToken cancellationToken = default) => Task.FromResult(Matrix);
}
