using System.Security.Cryptography.X509Certificates;
using Krewe.Client;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Krewe.Api;

/// <summary>Has the library sign users in: authorization code with PKCE, state and nonce; the ID token checked in every respect.</summary>
internal static class SsoSignIn
{
    public const string Scheme = "sso";
    public const string UnusedScheme = "unused";
    public const string BeginPath = "/oauth2/redirect";
    public const string EndPath = "/oauth2/callback";
    public const string OutPath = "/oauth2/logout";

    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    // Signed by a private key of the provider: what the client secret could sign is not its word.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static void Configure(OpenIdConnectOptions openId, GatewayOptions options, SsoOptions sso)
    {
        openId.Authority = sso.Issuer;
        openId.RequireHttpsMetadata = sso.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        openId.ClientId = sso.ClientId;
        openId.ClientSecret = sso.ClientSecret;
        openId.SignInScheme = UnusedScheme;
        openId.CallbackPath = EndPath;
        openId.ResponseType = OpenIdConnectResponseType.Code;
        openId.ResponseMode = OpenIdConnectResponseMode.Query;
        openId.UsePkce = true;
        openId.Scope.Clear();
        foreach (var scope in sso.Scopes.Prepend("openid"))
        {
            openId.Scope.Add(scope);
        }

        openId.SaveTokens = true;
        openId.MapInboundClaims = false;
        openId.ClaimActions.Clear();
        openId.TokenHandler = new SignedTokens(openId);
        openId.DisableTelemetry = true;
        openId.TimeProvider = options.Time;
        openId.BackchannelTimeout = ProviderTimeout;
        openId.BackchannelHttpHandler = Handler(sso);
        openId.TokenValidationParameters.ValidAlgorithms = Algorithms;
        openId.TokenValidationParameters.ClockSkew = ClockSkew;
        openId.TokenValidationParameters.IssuerValidator = (issuer, _, _) => sso.Issuers.Contains(issuer, StringComparer.Ordinal)
            ? issuer
            : throw new SecurityTokenInvalidIssuerException($"the provider calls itself \"{issuer}\", not \"{sso.Issuer}\": sso.issuer must be that, or sso.issuerAlias");
        foreach (var cookie in new[] { openId.CorrelationCookie, openId.NonceCookie })
        {
            cookie.Path = sso.RedirectUrl.AbsolutePath;
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = sso.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        openId.Events.OnRedirectToIdentityProvider = redirect =>
        {
            redirect.ProtocolMessage.RedirectUri = sso.RedirectUrl.OriginalString;
            return Task.CompletedTask;
        };
        openId.Events.OnTicketReceived = AdmitAsync;
        openId.Events.OnRemoteFailure = FailAsync;
    }

    private static async Task AdmitAsync(TicketReceivedContext ticket)
    {
        ticket.HandleResponse();
        try
        {
            var sessions = ticket.HttpContext.RequestServices.GetRequiredService<SsoSessions>();
            await sessions.BeginAsync(ticket.HttpContext, ticket.Principal!, ticket.Properties!).ConfigureAwait(false);
        }
        catch (KreweException refused)
        {
            await Endpoint.FailAsync(ticket.HttpContext, refused).ConfigureAwait(false);
            return;
        }

        ticket.Response.Redirect(ticket.ReturnUri ?? "/");
    }

    private static Task FailAsync(RemoteFailureContext failed)
    {
        failed.HandleResponse();
        return Endpoint.FailAsync(failed.HttpContext, SsoFailures.Of(failed.Failure!));
    }

    private static SocketsHttpHandler Handler(SsoOptions sso)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (sso.TrustsAnyProvider)
        {
            // The user's own decision (Argo: insecureSkipVerify), which the server warns of when it starts.
#pragma warning disable CA5359
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (sso.RootCertificates is { } roots)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        return handler;
    }
}
