using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Pipelines, their numbered runs, and steps by runs.</summary>
internal static class PipelineEndpoints
{
    private const string Collection = InsightRoutes.Pipelines + "/{namespace}";
    private const string One = Collection + "/{kind}/{name}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(InsightRoutes.Pipelines, Endpoint.For(ListAsync)).Needs(AccessRole.Viewer);
        routes.MapGet(Collection, Endpoint.For(ListAsync)).Needs(AccessRole.Viewer);
        routes.MapGet(One, Endpoint.For(async (context, service) =>
        {
            var item = await service.GetPipelineAsync(Pipeline(context), Numbers.Small(context, "runs") ?? new PipelinesQuery().Runs, context.RequestAborted).ConfigureAwait(false);
            await Endpoint.AnswerAsync(context, item, WireJson.Default.PipelineItem).ConfigureAwait(false);
        })).Needs(AccessRole.Viewer);
        routes.MapGet(One + "/runs", Endpoint.For(async (context, service) =>
            await Endpoint.AnswerAsync(context, await service.ListPipelineRunsAsync(Runs(context), context.RequestAborted).ConfigureAwait(false), WireJson.Default.PipelineRunPage).ConfigureAwait(false))).Needs(AccessRole.Viewer);
        routes.MapGet(One + "/runs/{number}", Endpoint.For(async (context, service) =>
        {
            var run = await service.GetPipelineRunAsync(Pipeline(context), Numbers.Route(context, "number"), context.RequestAborted).ConfigureAwait(false);
            await Endpoint.AnswerAsync(context, run, WireJson.Default.PipelineRunItem).ConfigureAwait(false);
        })).Needs(AccessRole.Viewer);
        routes.MapGet(One + "/matrix", Endpoint.For(async (context, service) =>
        {
            var query = new PipelineMatrixQuery(Runs(context));
            query = query with { Skip = Numbers.Small(context, "skip") ?? query.Skip, Steps = Numbers.Small(context, "steps") ?? query.Steps };
            await Endpoint.AnswerAsync(context, await service.GetPipelineMatrixAsync(query, context.RequestAborted).ConfigureAwait(false), WireJson.Default.PipelineMatrix).ConfigureAwait(false);
        })).Needs(AccessRole.Viewer);
    }

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        var query = new PipelinesQuery { Namespace = Endpoint.Route(context, "namespace") };
        query = query with
        {
            Kind = Endpoint.Query(context, "kind"),
            Name = Endpoint.Query(context, "name"),
            Runs = Numbers.Small(context, "runs") ?? query.Runs,
            Limit = Numbers.Small(context, "limit") ?? query.Limit,
            Continue = Endpoint.Query(context, "continue"),
        };
        await Endpoint.AnswerAsync(context, await service.ListPipelinesAsync(query, context.RequestAborted).ConfigureAwait(false), WireJson.Default.PipelinePage).ConfigureAwait(false);
    }

    private static PipelineRef Pipeline(HttpContext context) => new(Endpoint.Route(context, "namespace"), Endpoint.Route(context, "kind"), Endpoint.Route(context, "name"));

    private static PipelineRunsQuery Runs(HttpContext context)
    {
        var query = new PipelineRunsQuery(Pipeline(context));
        return query with { Before = Numbers.Whole(context, "before"), After = Numbers.Whole(context, "after"), Limit = Numbers.Small(context, "limit") ?? query.Limit };
    }
}
