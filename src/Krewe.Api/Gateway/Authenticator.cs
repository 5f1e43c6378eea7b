using Krewe.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Finds out who sends a request and whether they may.</summary>
/// <remarks>
/// With authentication off, a web page in the owner's browser must not be able to use the engine: requests of other
/// origins, and those for a host name that is not this machine's (DNS rebinding), are refused.
/// </remarks>
internal sealed class Authenticator(GatewayOptions options, IWorkflowService service)
{
    private const string Bearer = "Bearer ";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Caller? caller = null;
        try
        {
            RefuseForeignPages(context);
            caller = await IdentifyAsync(context).ConfigureAwait(false);
            if (context.GetEndpoint() is { } endpoint)
            {
                Authorize(context, caller, endpoint.Metadata.GetMetadata<AccessRequirement>() ?? AccessRequirement.Strictest);
            }

            Access.Set(context, caller ?? Caller.Nobody);
        }
        catch (KreweException refused)
        {
            if (refused.Code == KreweErrorCode.Unauthenticated)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
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

    private static void Authorize(HttpContext context, Caller? caller, AccessRequirement requirement)
    {
        if (requirement.Role == AccessRole.None)
        {
            return;
        }

        if (caller is null)
        {
            // Scrapers are told as Argo tells them: forbidden, not asked to log in.
            var code = context.Request.Path == "/metrics" ? KreweErrorCode.PermissionDenied : KreweErrorCode.Unauthenticated;
            throw new KreweException(code, "token not valid: send \"Authorization: Bearer <token>\"; tokens are made by `krewe auth create`");
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

    /// <summary>The caller; null when they must prove who they are and did not.</summary>
    private async Task<Caller?> IdentifyAsync(HttpContext context)
    {
        if (options.Authentication == GatewayAuthentication.Off)
        {
            return Caller.Owner with { IsAnonymous = true };
        }

        foreach (var text in Tokens(context))
        {
            if (await service.VerifyTokenAsync(text, context.RequestAborted).ConfigureAwait(false) is { } token)
            {
                return new Caller(token.Name, token.Role, token.Namespaces);
            }

            // A wrong token is a mistake to be told of, not a reason to be somebody else.
            return null;
        }

        return options.Authentication == GatewayAuthentication.Server
            ? new Caller("anonymous", options.AnonymousRole ?? AccessRole.Admin) { IsAnonymous = true }
            : null;
    }

    private static IEnumerable<string> Tokens(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            yield return header[Bearer.Length..].Trim();
        }
        else if (header.Length > 0)
        {
            yield return header;
        }

        // Argo's web UI keeps the token in a cookie, with the scheme in front.
        if (context.Request.Cookies["authorization"] is { Length: > 0 } cookie)
        {
            yield return cookie.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? cookie[Bearer.Length..].Trim() : cookie;
        }
    }

    private void RefuseForeignPages(HttpContext context)
    {
        if (options.Authentication == GatewayAuthentication.Client)
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
