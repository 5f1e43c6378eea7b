using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Lists of runs by the filter language: as rows for tables, and as whole objects for those who work on them.</summary>
internal static class RunListEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ListRoutes.Runs, Endpoint.For(ListRowsAsync)).NeedsAnywhere(AccessRole.Viewer);
        routes.MapGet(ListRoutes.Workflows, Endpoint.For(WorkflowEndpoints.ListAsync)).NeedsInQuery(AccessRole.Viewer);
    }

    private static async Task ListRowsAsync(HttpContext context, IWorkflowService service)
    {
        var (space, within) = Access.ScopeOf(context);
        var query = new RunRowsQuery
        {
            Namespace = space,
            Within = within,
            Filter = Endpoint.Query(context, "filter"),
            Me = CreatorLabels.ValueOf(context),
            Sort = Endpoint.Query(context, "sort"),
            Limit = ListQueries.Number(context, "limit"),
            Cursor = Endpoint.Query(context, "cursor"),
            Counts = Endpoint.Flag(context, "counts"),
        };
        await Endpoint.AnswerAsync(context, await service.ListRowsAsync(query, context.RequestAborted).ConfigureAwait(false), WireJson.Default.RunRowPage).ConfigureAwait(false);
    }
}
