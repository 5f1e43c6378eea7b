using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>What the server is, and who asks.</summary>
internal static class InfoEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/version", Endpoint.For(async (context, service) =>
            await Endpoint.AnswerAsync(context, await service.GetVersionAsync(context.RequestAborted).ConfigureAwait(false), WireJson.Default.VersionInfo).ConfigureAwait(false))).NeedsAnywhere(AccessRole.Viewer);
        routes.MapGet("/api/v1/info", Endpoint.For(async (context, service) =>
        {
            var info = await service.GetInfoAsync(context.RequestAborted).ConfigureAwait(false);
            var managed = context.RequestServices.GetService<GatewayOptions>()?.ManagedNamespace;
            await Endpoint.AnswerAsync(context, managed is null ? info : info with { ManagedNamespace = managed }, WireJson.Default.ServerInfo).ConfigureAwait(false);
        })).NeedsAnywhere(AccessRole.Viewer);
        routes.MapGet("/api/v1/userinfo", Endpoint.For((context, _) => Endpoint.AnswerAsync(context, UserInfo(Access.Of(context)), ApiJson.Default.UserInfoBody))).NeedsAnywhere(AccessRole.Viewer);
        routes.MapGet("/metrics", Endpoint.For((context, service) => context.RequestServices.GetService<RequestMetrics>() is { } requests
            ? requests.ScrapeAsync(context, () => MetricsAsync(context, service, requests))
            : MetricsAsync(context, service, null))).NeedsAnywhere(AccessRole.Viewer);
    }

    private static async Task MetricsAsync(HttpContext context, IWorkflowService service, RequestMetrics? requests)
    {
        var text = await service.GetMetricsAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(text + requests?.Write(), context.RequestAborted).ConfigureAwait(false);
    }

    private static UserInfoBody UserInfo(Caller caller) => caller.Identity is { } user ? OfProvider(user) : new()
    {
        Issuer = "krewe",
        Subject = caller.Subject,
        Groups = [.. caller.Grants.SelectMany(grant => grant.Words)],
        Name = caller.Subject,
    };

    private static UserInfoBody OfProvider(UserIdentity user) => new()
    {
        Issuer = user.Issuer,
        Subject = user.Subject,
        Groups = user.Groups,
        Name = user.Name ?? user.PreferredUsername,
        Email = user.Email,
        EmailVerified = user.EmailVerified,
    };
}
