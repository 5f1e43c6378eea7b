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

    private static void MapBoth(IEndpointRouteBuilder routes, string root, bool isInput)
    {
        routes.MapGet(root + "/{namespace}/{name}/{nodeId}/{artifactName}", Endpoint.For((context, service) => SendAsync(context, service, isInput)));
        routes.MapGet(root + "-by-uid/{uid}/{nodeId}/{artifactName}", Endpoint.For((context, service) => SendAsync(context, service, isInput)));
    }

    private static async Task SendAsync(HttpContext context, IWorkflowService service, bool isInput)
    {
        var uid = Endpoint.Route(context, "uid") is { Length: > 0 } given ? given : null;
        var artifact = new ArtifactRef(Endpoint.Run(context, uid), Endpoint.Route(context, "nodeId"), Endpoint.Route(context, "artifactName"), isInput);
        var content = await service.OpenArtifactAsync(artifact, context.RequestAborted).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(content.FileName);
            context.Response.ContentType = content.ContentType;
            context.Response.ContentLength = content.Length;
            context.Response.Headers.ContentDisposition = disposition.ToString();
            // What a step wrote must not run as a page of ours.
            context.Response.Headers.ContentSecurityPolicy = "sandbox; base-uri 'none'; default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await content.Stream.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
