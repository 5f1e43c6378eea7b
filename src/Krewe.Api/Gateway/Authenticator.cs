using Krewe.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Finds out who sends a request and whether they may.</summary>
/// <remarks>
/// With authentication off, a web page in the owner's browser must not be able to use the engine: requests of other
/// origins, and those for a host name that is not this machine's (DNS rebinding), are refused.
/// </remarks>
internal sealed class Authenticator(GatewayOptions options, IWorkflowService service, SsoSessions? sessions = null)
{
    /// <summary>Tells pages where their users sign in.</summary>
    private const string SignInHeader = "Krewe-Sign-In";

    private const string Bearer = "Bearer ";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Caller? caller = null;
        try
        {
            RefuseForeignPages(context);
            caller = await IdentifyAsync(context).ConfigureAwait(false);
            if (context.GetEndpoint() is not null)
            {
                Authorize(context, caller, Access.RequirementOf(context));
            }

            Access.Set(context, caller ?? Caller.Nobody);
        }
        catch (KreweException refused)
        {
            if (refused.Code == KreweErrorCode.Unauthenticated)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                if (sessions is not null)
                {
                    context.Response.Headers[SignInHeader] = options.BasePath + SsoSignIn.BeginPath;
                }
            }

            if (caller is not null)
            {
                await RefusedRequests.NoteAsync(context, caller, refused, service).ConfigureAwait(false);
            }

            await Endpoint.FailAsync(context, refused).ConfigureAwait(false);
            return;
        }

        using (Acting.As(new Actor((caller ?? Caller.Nobody).Subject, Actor.Network)))
        {
            await next(context).ConfigureAwait(false);
        }
    }

    private void Authorize(HttpContext context, Caller? caller, AccessRequirement requirement)
    {
        if (requirement.Role == AccessRole.None)
        {
            return;
        }

        if (caller is null)
        {
            // Scrapers are told as Argo tells them: forbidden, not asked to log in.
            var code = context.Request.Path == "/metrics" ? KreweErrorCode.PermissionDenied : KreweErrorCode.Unauthenticated;
            throw new KreweException(code, WhatIsMissing);
        }

        if (!requirement.AnyNamespace)
        {
            var space = context.GetRouteValue("namespace") as string ?? (requirement.NamespaceInQuery ? context.Request.Query["namespace"].ToString() : "");
            Access.Require(caller, requirement.Role, space);
        }
        else if (caller.Role < requirement.Role)
        {
            throw new KreweException(KreweErrorCode.PermissionDenied, $"{caller.Subject} is {caller.Role.ToString().ToLowerInvariant()}; this needs the role {requirement.Role.ToString().ToLowerInvariant()}");
        }
    }

    private string WhatIsMissing
    {
        get
        {
            const string Token = "send \"Authorization: Bearer <token>\"; tokens are made by `krewe auth create`";
            var signIn = $"sign in at {options.BasePath}{SsoSignIn.BeginPath} with a browser";
            return sessions is null ? $"token not valid: {Token}"
                : options.Authentication == GatewayAuthentication.Sso ? $"not signed in, or no longer: {signIn}"
                : $"token not valid: {signIn}, or {Token}";
        }
    }

    /// <summary>The caller; null when they must prove who they are and did not.</summary>
    private async Task<Caller?> IdentifyAsync(HttpContext context)
    {
        if (options.Authentication == GatewayAuthentication.Off)
        {
            return Caller.Owner with { IsAnonymous = true };
        }

        if (TokenOf(context) is var (text, isCookie))
        {
            if (isCookie)
            {
                SessionCookies.RefuseForeignChange(context, options);
            }

            // A wrong token is a mistake to be told of, not a reason to be somebody else.
            return await OwnerOfAsync(context, text, isCookie).ConfigureAwait(false);
        }

        return options.Authentication.HasFlag(GatewayAuthentication.Server)
            ? new Caller("anonymous", options.AnonymousRole ?? AccessRole.Admin) { IsAnonymous = true }
            : null;
    }

    private async Task<Caller?> OwnerOfAsync(HttpContext context, string text, bool isCookie)
    {
        if (SessionTokens.IsOne(text))
        {
            return sessions is null ? null : await sessions.CallerOfAsync(context, text, isCookie).ConfigureAwait(false);
        }

        // With single sign-on alone there is no other way in.
        return options.Authentication != GatewayAuthentication.Sso && await service.VerifyTokenAsync(text, context.RequestAborted).ConfigureAwait(false) is { } token
            ? new Caller(token.Name, token.Role, token.Namespaces, token.Folders)
            : null;
    }

    private static (string Text, bool IsCookie)? TokenOf(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            return (WithoutScheme(header), false);
        }

        // Argo's web UI keeps the token in a cookie, with the scheme in front.
        return SessionCookies.Read(context) is { Length: > 0 } cookie ? (WithoutScheme(cookie), true) : null;
    }

    private static string WithoutScheme(string text) => text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? text[Bearer.Length..].Trim() : text;

    private void RefuseForeignPages(HttpContext context)
    {
        if (options.Authentication != GatewayAuthentication.Off && !options.Authentication.HasFlag(GatewayAuthentication.Server))
        {
            return;
        }

        var request = context.Request;
        if (options.Authentication == GatewayAuthentication.Off && request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
        {
            throw new KreweException(KreweErrorCode.PermissionDenied, $"this server answers to localhost only, not to \"{request.Host.Host}\"");
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && options.AllowedOrigin != "*" && !Same(origin, options.AllowedOrigin ?? "") && !Same(origin, $"{request.Scheme}://{request.Host}"))
        {
            throw new KreweException(KreweErrorCode.PermissionDenied, $"pages of {origin} may not use this server");
        }
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
