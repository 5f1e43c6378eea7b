using System.Reflection;
using Krewe.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>The page that a browser gets at the server's address: the list of runs, and the way to the description of the API.</summary>
internal static class StartPage
{
    private static readonly (string Path, string File, string MediaType)[] Files =
    [
        ("/", "index.html", "text/html; charset=utf-8"), ("/start/start.js", "start.js", "text/javascript; charset=utf-8"), ("/start/start.css", "start.css", "text/css; charset=utf-8"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, file, mediaType) in Files)
        {
            routes.MapGet(path, context => SendAsync(context, file, mediaType)).NeedsAnywhere(AccessRole.None);
        }
    }

    private static async Task SendAsync(HttpContext context, string file, string mediaType)
    {
        context.Response.ContentType = mediaType;
        context.Response.Headers.CacheControl = "no-cache";
        var content = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Krewe.Api.Pages.{file}") ?? throw new InvalidOperationException($"{file} was not built in");
        await using (content.ConfigureAwait(false))
        {
            await content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
