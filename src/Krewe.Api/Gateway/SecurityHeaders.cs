using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>What clients and browsers are told on every answer, and the answers to their preflight questions.</summary>
internal sealed class SecurityHeaders(GatewayOptions options, string version)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers["Grpc-Metadata-Argo-Version"] = version;
        if (GrpcCalls.Is(context))
        {
            headers["argo-version"] = version;
        }

        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        if (options.Certificate is not null)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (options.AllowedOrigin is not { } origin || context.Request.Headers.Origin.Count == 0)
        {
            return next(context);
        }

        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        if (options.GrpcWeb)
        {
            headers.AccessControlExposeHeaders = "Grpc-Status, Grpc-Message, Argo-Version";
        }

        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return next(context);
        }

        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, Last-Event-ID" + (options.GrpcWeb ? ", X-Grpc-Web, X-User-Agent, Grpc-Timeout" : "");
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
