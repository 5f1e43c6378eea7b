using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Krewe.Client;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Krewe.Api;

/// <summary>Asks the provider of single sign-on what signing in itself does not tell.</summary>
internal sealed class SsoProvider(GatewayOptions options, IOptionsMonitor<OpenIdConnectOptions> openId)
{
    private readonly SsoOptions _sso = options.Sso!;

    private OpenIdConnectOptions OpenId => openId.Get(SsoSignIn.Scheme);

    /// <summary>Who somebody is, by the claims of an ID token that was checked.</summary>
    /// <exception cref="KreweException">The provider does not tell the groups.</exception>
    public async Task<UserIdentity> IdentityOfAsync(IEnumerable<Claim> claims, string? accessToken, CancellationToken cancellationToken)
    {
        var all = claims.ToLookup(claim => claim.Type, claim => claim.Value, StringComparer.Ordinal);
        var groups = _sso.UserInfoPath is null ? all[_sso.GroupClaim] : await GroupsAsync(accessToken, cancellationToken).ConfigureAwait(false);
        return new UserIdentity
        {
            Issuer = all["iss"].FirstOrDefault() ?? _sso.Issuer,
            Subject = all["sub"].FirstOrDefault() ?? throw new KreweException(KreweErrorCode.Unauthenticated, "the provider's token does not say who it is for (sub)"),
            Groups = [.. groups.Where(IsKept).Distinct(StringComparer.Ordinal)],
            Name = all["name"].FirstOrDefault(),
            PreferredUsername = all["preferred_username"].FirstOrDefault(),
            Email = all["email"].FirstOrDefault(),
            EmailVerified = bool.TryParse(all["email_verified"].FirstOrDefault(), out var verified) ? verified : null,
        };
    }

    /// <summary>Asks for new tokens. Null when the provider refuses: the user is no longer welcome.</summary>
    /// <exception cref="HttpRequestException">The provider does not answer.</exception>
    /// <exception cref="SecurityTokenException">Its answer is not its own, or is about somebody else.</exception>
    public async Task<SsoRefresh?> RefreshAsync(SsoSession session, CancellationToken cancellationToken)
    {
        var known = await ConfigurationAsync(cancellationToken).ConfigureAwait(false);
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "refresh_token", ["refresh_token"] = session.RefreshToken!, ["client_id"] = _sso.ClientId };
        if (_sso.ClientSecret is { } secret)
        {
            form["client_secret"] = secret;
        }

        using var content = new FormUrlEncodedContent(form);
        using var response = await OpenId.Backchannel.PostAsync(new Uri(known.TokenEndpoint), content, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        var answer = new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        return new SsoRefresh(
            await UserAsync(session.User, answer, cancellationToken).ConfigureAwait(false),
            answer.RefreshToken is { Length: > 0 } next ? next : session.RefreshToken!,
            int.TryParse(answer.ExpiresIn, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null);
    }

    /// <summary>Where a user can end the session at the provider as well; null when it has no such page.</summary>
    public async Task<string?> EndSessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await ConfigurationAsync(cancellationToken).ConfigureAwait(false)).EndSessionEndpoint is { Length: > 0 } page ? page : null;
        }
        catch (Exception away) when (away is HttpRequestException or InvalidOperationException)
        {
            return null;
        }
    }

    private Task<OpenIdConnectConfiguration> ConfigurationAsync(CancellationToken cancellationToken) => OpenId.ConfigurationManager!.GetConfigurationAsync(cancellationToken);

    private async Task<UserIdentity> UserAsync(UserIdentity before, OpenIdConnectMessage answer, CancellationToken cancellationToken)
    {
        // A provider need not send a new ID token; what the first one said holds then, but for what can be asked apart.
        if (answer.IdToken is not { Length: > 0 } token)
        {
            return _sso.UserInfoPath is null ? before : before with { Groups = [.. (await GroupsAsync(answer.AccessToken, cancellationToken).ConfigureAwait(false)).Where(IsKept)] };
        }

        var wanted = OpenId.TokenValidationParameters.Clone();
        wanted.ConfigurationManager = (BaseConfigurationManager)OpenId.ConfigurationManager!;
        var result = await OpenId.TokenHandler.ValidateTokenAsync(token, wanted).ConfigureAwait(false);
        if (!result.IsValid)
        {
            throw result.Exception as SecurityTokenException ?? new SecurityTokenException("the provider's token is not valid", result.Exception);
        }

        var user = await IdentityOfAsync(result.ClaimsIdentity.Claims, answer.AccessToken, cancellationToken).ConfigureAwait(false);
        return user.Subject == before.Subject ? user : throw new SecurityTokenException("the provider's new token is for somebody else");
    }

    private async Task<IEnumerable<string>> GroupsAsync(string? accessToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _sso.Issuer.TrimEnd('/') + _sso.UserInfoPath);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await OpenId.Backchannel.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new KreweException(KreweErrorCode.Unavailable, $"the provider answered {(int)response.StatusCode} when it was asked for groups at {_sso.UserInfoPath} (sso.userInfoPath)");
        }

        using var info = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        return info.RootElement.ValueKind == JsonValueKind.Object && info.RootElement.TryGetProperty(_sso.GroupClaim, out var groups)
            ? groups.ValueKind == JsonValueKind.Array
                ? [.. groups.EnumerateArray().Where(group => group.ValueKind == JsonValueKind.String).Select(group => group.GetString()!)]
                : [groups.ToString()]
            : [];
    }

    private bool IsKept(string group) => _sso.GroupFilters.Count == 0 || _sso.GroupFilters.Any(filter => filter.IsMatch(group));
}
