using Krewe.Client;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Keeps tokens in browsers' cookies, in several when one is too small.</summary>
internal static class SessionCookies
{
    /// <summary>Argo's name for it.</summary>
    public const string Name = "authorization";

    private static readonly ChunkingCookieManager Chunks = new() { ThrowForPartialCookies = false };

    public static string? Read(HttpContext context) => Chunks.GetRequestCookie(context, Name);

    public static void Write(HttpContext context, string token, DateTimeOffset expires, GatewayOptions options) =>
        Chunks.AppendResponseCookie(context, Name, token, Options(options, expires));

    public static void Delete(HttpContext context, GatewayOptions options) => Chunks.DeleteCookie(context, Name, Options(options, null));

    /// <summary>
    /// Refuses a change that a page of somebody else may have made the browser send, cookie included. Browsers say where such
    /// requests come from; a request that changes something and says nothing of it comes from none.
    /// </summary>
    /// <exception cref="KreweException">The request does not come from a page of this server.</exception>
    public static void RefuseForeignChange(HttpContext context, GatewayOptions options)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return;
        }

        var origin = request.Headers.Origin.ToString();
        var isOurs = origin.Length > 0
            ? IsSame(origin, $"{request.Scheme}://{request.Host}") || IsSame(origin, options.Sso?.RedirectUrl.GetLeftPart(UriPartial.Authority)) || IsSame(origin, options.AllowedOrigin)
            : request.Headers["Sec-Fetch-Site"].ToString() == "same-origin";
        if (!isOurs)
        {
            throw new KreweException(KreweErrorCode.PermissionDenied, origin.Length > 0
                ? $"pages of {origin} may not use the cookie of this server"
                : "a cookie is enough for pages of this server only; programs send \"Authorization: Bearer <token>\"");
        }
    }

    private static CookieOptions Options(GatewayOptions options, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = options.Sso?.IsSecure ?? options.Certificate is not null,
        Path = options.BasePath.Length == 0 ? "/" : options.BasePath,
        Expires = expires,
    };

    private static bool IsSame(string left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
