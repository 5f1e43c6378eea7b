using System.Globalization;
using System.Net;
using System.Text;
using Krewe.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Artifacts as files to browse: what was packed is unpacked on the way out, a folder is a page of links.</summary>
internal static class ArtifactFileEndpoints
{
    private const string Route = "/artifact-files/{namespace}/{discriminator}/{id}/{nodeId}/{direction}/{artifactName}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, Endpoint.For(SendAsync)).Needs(AccessRole.Viewer);
        routes.MapGet(Route + "/{**path}", Endpoint.For(SendAsync)).Needs(AccessRole.Viewer);
    }

    private static async Task SendAsync(HttpContext context, IWorkflowService service)
    {
        var artifact = new ArtifactRef(
            await RunAsync(context, service).ConfigureAwait(false), Endpoint.Route(context, "nodeId"), Endpoint.Route(context, "artifactName"), IsInput(Endpoint.Route(context, "direction")));
        var content = await service.OpenArtifactAsync(artifact, context.RequestAborted).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var path = Endpoint.Route(context, "path");
            if (!PackedArtifact.IsPacked(content))
            {
                Endpoint.Require(path.Length == 0, KreweErrorCode.NotFound, $"artifact '{artifact.Name}' is one file: there is no '{path}' in it");
                await ArtifactEndpoints.SendAsync(context, content, attach: false).ConfigureAwait(false);
                return;
            }

            await SendPackedAsync(context, content, path.TrimEnd('/')).ConfigureAwait(false);
        }
    }

    private static async Task SendPackedAsync(HttpContext context, ArtifactContent content, string path)
    {
        var found = await PackedArtifact.FindAsync(content, path, context.RequestAborted).ConfigureAwait(false);
        if (found.File is { } file)
        {
            await ArtifactEndpoints.SendAsync(context, file, attach: false).ConfigureAwait(false);
            return;
        }

        Endpoint.Require(found.Names.Count > 0, KreweErrorCode.NotFound, $"there is no '{path}' in the artifact");
        // Relative links only work below an address that ends so.
        if (!context.Request.Path.Value!.EndsWith('/'))
        {
            context.Response.Redirect(context.Request.PathBase + context.Request.Path + "/");
        }
        else if (found.Names.Contains("index.html"))
        {
            context.Response.Redirect("./index.html");
        }
        else
        {
            await ListAsync(context, found.Names).ConfigureAwait(false);
        }
    }

    private static async Task ListAsync(HttpContext context, IReadOnlyCollection<string> names)
    {
        var page = new StringBuilder("<html><body><ul>\n<li><a href=\"../\">..</a></li>\n");
        foreach (var name in names)
        {
            var label = name.TrimEnd('/');
            var link = Uri.EscapeDataString(label) + (name.EndsWith('/') ? "/" : "");
            page.Append(CultureInfo.InvariantCulture, $"<li><a href=\"./{link}\">{WebUtility.HtmlEncode(name)}</a></li>\n");
        }

        ArtifactEndpoints.Confine(context);
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page.Append("</ul></body></html>").ToString(), context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<RunRef> RunAsync(HttpContext context, IWorkflowService service)
    {
        var space = Endpoint.Route(context, "namespace");
        var id = Endpoint.Route(context, "id");
        switch (Endpoint.Route(context, "discriminator"))
        {
            case "workflows":
                return new RunRef(space, id);
            case "archived-workflows":
                var run = await service.GetAsync(new RunRef(space, id, id), context.RequestAborted).ConfigureAwait(false);
                Endpoint.Require(run.Metadata.Namespace == space, KreweErrorCode.NotFound, $"workflows.argoproj.io \"{id}\" not found");
                return new RunRef(space, run.Metadata.Name!, id);
            case var other:
                throw new KreweException(KreweErrorCode.InvalidArgument, $"\"{other}\" must be workflows or archived-workflows");
        }
    }

    private static bool IsInput(string direction) => direction switch
    {
        "inputs" => true,
        "outputs" => false,
        _ => throw new KreweException(KreweErrorCode.InvalidArgument, $"\"{direction}\" must be inputs or outputs"),
    };
}
