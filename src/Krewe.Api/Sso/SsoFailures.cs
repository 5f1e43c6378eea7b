using Krewe.Client;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Krewe.Api;

/// <summary>Says in words why somebody could not sign in. The library's own texts name neither tokens nor secrets.</summary>
internal static class SsoFailures
{
    private const string Again = $"sign in again at {SsoSignIn.BeginPath}";

    public static KreweException Of(Exception failure)
    {
        // The library wraps what happened once or twice.
        var cause = failure;
        while (cause is AggregateException or { InnerException: not null, Message: "An error was encountered while handling the remote login." })
        {
            cause = cause.InnerException!;
        }

        var (code, text) = cause switch
        {
            SecurityTokenInvalidIssuerException => (KreweErrorCode.Unauthenticated, cause.Message),
            SecurityTokenInvalidAudienceException => (KreweErrorCode.Unauthenticated, "the provider's token is for another client than sso.clientId"),
            SecurityTokenExpiredException => (KreweErrorCode.Unauthenticated, "the provider's token has expired already; are the clocks right?"),
            SecurityTokenNotYetValidException => (KreweErrorCode.Unauthenticated, "the provider's token is not valid yet; are the clocks right?"),
            SecurityTokenSignatureKeyNotFoundException => (KreweErrorCode.Unauthenticated, "the provider's token is signed with a key that the provider does not show"),
            SecurityTokenInvalidSignatureException => (KreweErrorCode.Unauthenticated, "the provider's token is not signed by the provider"),
            OpenIdConnectProtocolInvalidNonceException => (KreweErrorCode.Unauthenticated, "the provider's token belongs to another sign-in (nonce)"),
            SecurityTokenException => (KreweErrorCode.Unauthenticated, $"the provider's token is not valid: {cause.Message}"),
            HttpRequestException or TaskCanceledException or InvalidOperationException => (KreweErrorCode.Unavailable, $"the provider does not answer as it should: {cause.Message}"),
            _ => (KreweErrorCode.Unauthenticated, cause.Message),
        };
        return new KreweException(code, $"single sign-on failed: {text}; {Again}", failure);
    }
}
