using Krewe.Client;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>The ways in and out by single sign-on.</summary>
internal static class SsoEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SsoSignIn.BeginPath, Endpoint.For((context, _) => BeginAsync(context, Configured(context)))).NeedsAnywhere(AccessRole.None);
        // Answers of the provider are taken before they come here.
        routes.MapGet(SsoSignIn.EndPath, Endpoint.For((context, _) => throw new KreweException(KreweErrorCode.InvalidArgument, $"this is no answer of {Configured(context).Sso!.Issuer}"))).NeedsAnywhere(AccessRole.None);
        routes.MapPost(SsoSignIn.OutPath, Endpoint.For((context, _) => OutAsync(context, Configured(context)))).NeedsAnywhere(AccessRole.None);
    }

    private static GatewayOptions Configured(HttpContext context) =>
        context.RequestServices.GetService<GatewayOptions>() is { Sso: not null } options && options.Authentication.HasFlag(GatewayAuthentication.Sso)
            ? options
            : throw new KreweException(KreweErrorCode.Unimplemented, "single sign-on is not configured: the server needs --auth-mode sso and the section sso in its config.yaml");

    private static async Task BeginAsync(HttpContext context, GatewayOptions options)
    {
        var target = ReturnPath.Of(Endpoint.Query(context, "redirect"), options.Sso!.RedirectUrl, options.BasePath);
        try
        {
            await context.ChallengeAsync(SsoSignIn.Scheme, new AuthenticationProperties { RedirectUri = target }).ConfigureAwait(false);
        }
        catch (InvalidOperationException unreachable)
        {
            throw new KreweException(KreweErrorCode.Unavailable, $"the provider {options.Sso.Issuer} (sso.issuer) cannot be asked for its settings: {unreachable.GetBaseException().Message}", unreachable);
        }
    }

    private static async Task OutAsync(HttpContext context, GatewayOptions options)
    {
        if (SessionCookies.Read(context) is { } token)
        {
            context.RequestServices.GetRequiredService<SsoSessions>().End(token);
        }

        SessionCookies.Delete(context, options);
        var provider = await context.RequestServices.GetRequiredService<SsoProvider>().EndSessionAsync(context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerAsync(context, new LogoutBody { EndSessionUrl = provider }, ApiJson.Default.LogoutBody).ConfigureAwait(false);
    }
}
