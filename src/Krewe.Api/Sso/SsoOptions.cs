using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Krewe.Model;

namespace Krewe.Api;

/// <summary>Single sign-on, with all that the configuration refers to found and checked. Made by <see cref="SsoConfigReader"/>.</summary>
public sealed class SsoOptions
{
    internal SsoOptions()
    {
    }

    public required string Issuer { get; init; }

    internal string? IssuerAlias { get; init; }

    public required string ClientId { get; init; }

    internal string? ClientSecret { get; init; }

    /// <summary>The outer address of the call-back, which says the outer address of the server.</summary>
    public required Uri RedirectUrl { get; init; }

    internal IReadOnlyList<string> Scopes { get; init; } = [];

    public required IReadOnlyList<SsoRule> Rules { get; init; }

    internal TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(10);

    internal string GroupClaim { get; init; } = "groups";

    internal string? UserInfoPath { get; init; }

    /// <summary>Whether the provider's certificate is not checked, which users should be warned of.</summary>
    public bool TrustsAnyProvider { get; internal init; }

    internal X509Certificate2Collection? RootCertificates { get; init; }

    internal IReadOnlyList<Regex> GroupFilters { get; init; } = [];

    /// <summary>Folder of the keys that sessions are encrypted with; servers that share it take each other's sessions.</summary>
    public required string KeyFolder { get; init; }

    /// <summary>Names that tokens may give their issuer.</summary>
    internal IEnumerable<string> Issuers => IssuerAlias is null ? [Issuer] : [Issuer, IssuerAlias];

    /// <summary>Whether browsers reach the server over HTTPS.</summary>
    internal bool IsSecure => RedirectUrl.Scheme == Uri.UriSchemeHttps;
}
