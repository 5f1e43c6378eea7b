using Krewe.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Answers what nothing else does in the shape of every other failure, as grpc-gateway does.</summary>
internal static class UnknownRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapFallback("/api/{**rest}", Endpoint.For((context, _) => throw new KreweException(KreweErrorCode.NotFound, $"Not Found: there is no {context.Request.Path}"))).NeedsAnywhere(AccessRole.None);
    }

    /// <summary>A body for the answers that routing gives by itself (a method that a path does not have).</summary>
    public static async Task FillAsync(HttpContext context, RequestDelegate next)
    {
        await next(context).ConfigureAwait(false);
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
        {
            await Endpoint.FailAsync(context, new KreweException(KreweErrorCode.Unimplemented, $"Method Not Allowed: {context.Request.Method} {context.Request.Path}")).ConfigureAwait(false);
        }
    }
}
