using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>The log of who changed what, for administrators of everything or of the namespace.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ListRoutes.Audit, Endpoint.For(ListAsync)).NeedsAnywhere(AccessRole.Admin);
        routes.MapGet(ListRoutes.Audit + "/{changeId}", Endpoint.For(GetAsync)).NeedsAnywhere(AccessRole.Admin);
    }

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        var (space, within) = Access.ScopeOf(context);
        var query = new AuditQuery
        {
            Namespace = space,
            Within = within,
            Actor = Endpoint.Query(context, "actor"),
            Action = Endpoint.Query(context, "action"),
            Kind = Endpoint.Query(context, "kind"),
            Name = Endpoint.Query(context, "name"),
            Uid = Endpoint.Query(context, "uid"),
            Outcome = Endpoint.Query(context, "outcome"),
            From = ListQueries.Time(context, "from"),
            Before = ListQueries.Time(context, "before"),
            Limit = ListQueries.Number(context, "limit"),
            Cursor = Endpoint.Query(context, "cursor"),
        };
        await Endpoint.AnswerAsync(context, await service.ListAuditAsync(query, context.RequestAborted).ConfigureAwait(false), WireJson.Default.AuditPage).ConfigureAwait(false);
    }

    private static async Task GetAsync(HttpContext context, IWorkflowService service)
    {
        var entry = await service.GetAuditAsync(Endpoint.Route(context, "changeId"), context.RequestAborted).ConfigureAwait(false);
        Access.RequireNamespace(context, entry.Namespace);
        await Endpoint.AnswerAsync(context, entry, WireJson.Default.AuditEntry).ConfigureAwait(false);
    }
}
