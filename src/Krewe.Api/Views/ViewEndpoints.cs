using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Saved views and favourites of the caller. Sharing a view asks for the role of an editor somewhere; what others share only administrators of everything change.</summary>
internal static class ViewEndpoints
{
    private const string OneView = ListRoutes.Views + "/{viewName}";
    private const string OneFavourite = ListRoutes.Favourites + "/{kind}/{name}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ListRoutes.Views, Endpoint.For(async (context, service) => await Endpoint.AnswerAsync(
            context, new ViewsBody { Items = await service.ListViewsAsync(context.RequestAborted).ConfigureAwait(false) }, WireJson.Default.ViewsBody).ConfigureAwait(false))).NeedsAnywhere(AccessRole.Viewer);
        routes.MapPut(OneView, Endpoint.For(PutAsync)).NeedsAnywhere(AccessRole.Viewer);
        routes.MapDelete(OneView, Endpoint.For(DeleteAsync)).NeedsAnywhere(AccessRole.Viewer);
        routes.MapGet(ListRoutes.Favourites, Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.ListFavouritesAsync(context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).NeedsAnywhere(AccessRole.Viewer);
        routes.MapPut(OneFavourite, Endpoint.For((context, service) => SetAsync(context, service, isFavourite: true))).NeedsAnywhere(AccessRole.Viewer);
        routes.MapDelete(OneFavourite, Endpoint.For((context, service) => SetAsync(context, service, isFavourite: false))).NeedsAnywhere(AccessRole.Viewer);
    }

    private static async Task PutAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.SavedView).ConfigureAwait(false);
        RequireMayShare(context, body.Shared);
        var view = await service.PutViewAsync(body with { Name = Endpoint.Route(context, "viewName") }, IsOverAll(context), context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerAsync(context, view, WireJson.Default.SavedView).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(HttpContext context, IWorkflowService service)
    {
        var shared = Endpoint.Flag(context, "shared");
        RequireMayShare(context, shared);
        await service.DeleteViewAsync(Endpoint.Route(context, "viewName"), shared, IsOverAll(context), context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
    }

    private static async Task SetAsync(HttpContext context, IWorkflowService service, bool isFavourite)
    {
        var favourite = new Favourite(Endpoint.Route(context, "kind"), Endpoint.Query(context, "namespace"), Endpoint.Route(context, "name"));
        await AnswerAsync(context, await service.SetFavouriteAsync(favourite, isFavourite, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, IReadOnlyList<Favourite> favourites) =>
        Endpoint.AnswerAsync(context, new FavouritesBody { Items = favourites }, WireJson.Default.FavouritesBody);

    private static bool IsOverAll(HttpContext context) => Access.Of(context).RoleIn("") == AccessRole.Admin;

    private static void RequireMayShare(HttpContext context, bool shared) => Endpoint.Require(
        !shared || Access.Of(context).Role >= AccessRole.Editor,
        KreweErrorCode.PermissionDenied,
        "views are shared by editors and administrators; save it for yourself alone (\"shared\": false)");
}
