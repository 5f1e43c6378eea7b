namespace Krewe.Model;

/// <summary>Single sign-on through a provider of OpenID Connect, by the names that Argo gives it in its configuration (<c>sso</c>).</summary>
public sealed record SsoConfig
{
    /// <summary>The provider's address, as it names itself in its tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>Another name of the provider that tokens may have.</summary>
    public string? IssuerAlias { get; init; }

    /// <summary>The name that the provider knows this server by.</summary>
    public SsoValue? ClientId { get; init; }

    /// <summary>The password that goes with it; null for a client that has none.</summary>
    public SsoValue? ClientSecret { get; init; }

    /// <summary>Where the provider sends browsers back to: the outer address of <c>/oauth2/callback</c>.</summary>
    public string? RedirectUrl { get; init; }

    /// <summary>Who may do what.</summary>
    public SsoRbacConfig? Rbac { get; init; }

    /// <summary>What is asked for beside <c>openid</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>How long a session may last (<c>10h</c>, which is the default).</summary>
    public string? SessionExpiry { get; init; }

    /// <summary>The claim that holds groups. Default: <c>groups</c>.</summary>
    public string? CustomGroupClaimName { get; init; }

    /// <summary>Path below the issuer where groups are asked for that tokens do not hold.</summary>
    public string? UserInfoPath { get; init; }

    /// <summary>Whether the provider's certificate is taken as it is. For trials only.</summary>
    public bool? InsecureSkipVerify { get; init; }

    /// <summary>Certificates (PEM) of authorities that may vouch for the provider, in place of the machine's.</summary>
    public string? RootCA { get; init; }

    /// <summary>Regular expressions: only groups that match one are kept in sessions.</summary>
    public IReadOnlyList<string>? FilterGroupsRegex { get; init; }
}
