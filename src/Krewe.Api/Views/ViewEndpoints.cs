using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>
/// Saved views and favourites of the caller. Sharing a view asks for the role of an editor, in its folder or, for one in none,
/// somewhere; what others share outside of folders only administrators of everything change.
/// </summary>
internal static class ViewEndpoints
{
    private const string OneView = ListRoutes.Views + "/{viewName}";
    private const string OneFavourite = ListRoutes.Favourites + "/{kind}/{name}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ListRoutes.Views, Endpoint.For(ListAsync)).NeedsAnywhere(AccessRole.Viewer);
        routes.MapPut(OneView, Endpoint.For(PutAsync)).NeedsAnywhere(AccessRole.Viewer);
        routes.MapDelete(OneView, Endpoint.For(DeleteAsync)).NeedsAnywhere(AccessRole.Viewer);
        routes.MapGet(ListRoutes.Favourites, Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.ListFavouritesAsync(context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).NeedsAnywhere(AccessRole.Viewer);
        routes.MapPut(OneFavourite, Endpoint.For((context, service) => SetAsync(context, service, isFavourite: true))).NeedsAnywhere(AccessRole.Viewer);
        routes.MapDelete(OneFavourite, Endpoint.For((context, service) => SetAsync(context, service, isFavourite: false))).NeedsAnywhere(AccessRole.Viewer);
    }

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        var (space, within) = Access.ScopeOf(context);
        var query = new ViewsQuery { Namespace = space, Within = within, Folder = Endpoint.Query(context, "folder") };
        await Endpoint.AnswerAsync(context, new ViewsBody { Items = await service.ListViewsAsync(query, context.RequestAborted).ConfigureAwait(false) }, WireJson.Default.ViewsBody).ConfigureAwait(false);
    }

    private static async Task PutAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.SavedView).ConfigureAwait(false);
        body = body with { Name = Endpoint.Route(context, "viewName") };
        RequireMayChange(context, ViewRef.Of(body));
        var view = await service.PutViewAsync(body, IsOverAll(context), context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerAsync(context, view, WireJson.Default.SavedView).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(HttpContext context, IWorkflowService service)
    {
        var view = new ViewRef(Endpoint.Route(context, "viewName"))
        {
            Shared = Endpoint.Flag(context, "shared"),
            Namespace = Endpoint.Query(context, "namespace"),
            Folder = Endpoint.Query(context, "folder"),
        };
        RequireMayChange(context, view);
        await service.DeleteViewAsync(view, IsOverAll(context), context.RequestAborted).ConfigureAwait(false);
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

    private static void RequireMayChange(HttpContext context, ViewRef view)
    {
        if (view is { Folder.Length: > 0, Namespace: { Length: > 0 } space })
        {
            // Of those who have the role in folders only it is asked where the view lies, too.
            Access.Require(Access.Of(context), AccessRole.Editor, space);
            return;
        }

        Endpoint.Require(
            !view.Shared || Access.Of(context).Role >= AccessRole.Editor,
            KreweErrorCode.PermissionDenied,
            "views are shared by editors and administrators; save it for yourself alone (\"shared\": false)");
    }
}
