using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Folders of runs and definitions.</summary>
internal static class FolderEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ListRoutes.Folders, Endpoint.For(ListAsync)).NeedsAnywhere(AccessRole.Viewer);

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        var (space, within) = Access.ScopeOf(context);
        var folders = await service.ListFoldersAsync(new FoldersQuery { Namespace = space, Within = within }, context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerAsync(context, folders, WireJson.Default.FolderList).ConfigureAwait(false);
    }
}
