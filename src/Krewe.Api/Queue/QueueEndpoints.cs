using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>What waits, and why.</summary>
internal static class QueueEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ListRoutes.Queue, Endpoint.For(ListAsync)).NeedsAnywhere(AccessRole.Viewer);
        routes.MapGet(ListRoutes.Runs + "/{namespace}/{name}/waiting", Endpoint.For(GetAsync)).Needs(AccessRole.Viewer);
    }

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        var (space, within) = Access.ScopeOf(context);
        // Whose names may be told does not end where the question does.
        var query = new QueueQuery { Namespace = space, Within = within ?? Access.Of(context).NamespacesWith(AccessRole.Viewer), Limit = ListQueries.Number(context, "limit"), Cursor = Endpoint.Query(context, "cursor") };
        await Endpoint.AnswerAsync(context, await service.ListQueueAsync(query, context.RequestAborted).ConfigureAwait(false), WireJson.Default.QueuePage).ConfigureAwait(false);
    }

    private static async Task GetAsync(HttpContext context, IWorkflowService service)
    {
        var waiting = await service.GetWaitingAsync(Endpoint.Run(context), Access.Of(context).NamespacesWith(AccessRole.Viewer), context.RequestAborted).ConfigureAwait(false);
        Access.RequireNamespace(context, waiting.Namespace);
        await Endpoint.AnswerAsync(context, waiting, WireJson.Default.RunWaiting).ConfigureAwait(false);
    }
}
