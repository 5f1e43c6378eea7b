using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

internal static class InfoEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/version", Endpoint.For(async (context, service) =>
            await Endpoint.AnswerAsync(context, await service.GetVersionAsync(context.RequestAborted).ConfigureAwait(false), WireJson.Default.VersionInfo).ConfigureAwait(false)));
        routes.MapGet("/api/v1/info", Endpoint.For(async (context, service) =>
            await Endpoint.AnswerAsync(context, await service.GetInfoAsync(context.RequestAborted).ConfigureAwait(false), WireJson.Default.ServerInfo).ConfigureAwait(false)));
        routes.MapGet("/metrics", Endpoint.For(async (context, service) =>
        {
            var text = await service.GetMetricsAsync(context.RequestAborted).ConfigureAwait(false);
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
        }));
    }
}
