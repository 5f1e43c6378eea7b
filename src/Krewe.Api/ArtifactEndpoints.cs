using Krewe.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Krewe.Api;

/// <summary>Artifacts, by run name or uid.</summary>
internal static class ArtifactEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapBoth(routes, "/artifacts", isInput: false);
        MapBoth(routes, "/input-artifacts", isInput: true);
    }

    /// <summary>Sends an artifact, or the part of it that a range asks for.</summary>
    public static async Task SendAsync(HttpContext context, ArtifactContent content, bool attach)
    {
        Confine(context);
        if (attach)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(content.FileName);
            context.Response.Headers.ContentDisposition = disposition.ToString();
        }

        if (content.Stream.CanSeek)
        {
            await Results.Stream(content.Stream, content.ContentType, enableRangeProcessing: true).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = content.ContentType;
        context.Response.ContentLength = content.Length;
        await content.Stream.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>What a step wrote must not run as a page of ours.</summary>
    public static void Confine(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "sandbox; base-uri 'none'; default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static void MapBoth(IEndpointRouteBuilder routes, string root, bool isInput)
    {
        routes.MapGet(root + "/{namespace}/{name}/{nodeId}/{artifactName}", Endpoint.For((context, service) => SendAsync(context, service, isInput))).Needs(AccessRole.Viewer);
        // The namespace is known when the run is found, and the caller's right to it is looked at then.
        routes.MapGet(root + "-by-uid/{uid}/{nodeId}/{artifactName}", Endpoint.For((context, service) => SendAsync(context, service, isInput))).NeedsAnywhere(AccessRole.Viewer);
    }

    private static async Task SendAsync(HttpContext context, IWorkflowService service, bool isInput)
    {
        var uid = Endpoint.Route(context, "uid") is { Length: > 0 } given ? given : Endpoint.Query(context, "uid");
        var run = Endpoint.Run(context, uid);
        if (uid is not null)
        {
            var found = await service.GetAsync(run, context.RequestAborted).ConfigureAwait(false);
            Access.RequireNamespace(context, found.Metadata.Namespace);
        }

        var artifact = new ArtifactRef(run, Endpoint.Route(context, "nodeId"), Endpoint.Route(context, "artifactName"), isInput);
        var content = await service.OpenArtifactAsync(artifact, context.RequestAborted).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            await SendAsync(context, content, attach: true).ConfigureAwait(false);
        }
    }
}
