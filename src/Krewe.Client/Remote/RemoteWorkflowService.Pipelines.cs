using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    public Task<PipelinePage> ListPipelinesAsync(PipelinesQuery query, CancellationToken cancellationToken = default)
    {
        var text = new QueryText().Add("kind", query.Kind).Add("name", query.Name).Add("runs", Text(query.Runs)).Add("limit", Text(query.Limit)).Add("continue", query.Continue);
        return GetAsync($"{InsightRoutes.Pipelines}/{Escape(query.Namespace)}".TrimEnd('/') + text, WireJson.Default.PipelinePage, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PipelineItem> GetPipelineAsync(PipelineRef pipeline, int runs = 30, CancellationToken cancellationToken = default) =>
        GetAsync(PathOf(pipeline) + new QueryText().Add("runs", Text(runs)), WireJson.Default.PipelineItem, cancellationToken);

    /// <inheritdoc/>
    public Task<PipelineRunPage> ListPipelineRunsAsync(PipelineRunsQuery query, CancellationToken cancellationToken = default) =>
        GetAsync(PathOf(query.Pipeline) + "/runs" + TextOf(query), WireJson.Default.PipelineRunPage, cancellationToken);

    /// <inheritdoc/>
    public Task<PipelineRunItem> GetPipelineRunAsync(PipelineRef pipeline, long number, CancellationToken cancellationToken = default) =>
        GetAsync($"{PathOf(pipeline)}/runs/{Text(number)}", WireJson.Default.PipelineRunItem, cancellationToken);

    /// <inheritdoc/>
    public Task<PipelineMatrix> GetPipelineMatrixAsync(PipelineMatrixQuery query, CancellationToken cancellationToken = default)
    {
        var text = TextOf(query.Runs).Add("skip", Text(query.Skip)).Add("steps", Text(query.Steps));
        return GetAsync(PathOf(query.Runs.Pipeline) + "/matrix" + text, WireJson.Default.PipelineMatrix, cancellationToken);
    }

    private static string PathOf(PipelineRef pipeline) => $"{InsightRoutes.Pipelines}/{Escape(pipeline.Namespace)}/{Escape(pipeline.Kind)}/{Escape(pipeline.Name)}";

    private static QueryText TextOf(PipelineRunsQuery query) =>
        new QueryText().Add("before", Text(query.Before)).Add("after", Text(query.After)).Add("limit", Text(query.Limit));
}
