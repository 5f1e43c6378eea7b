namespace Krewe.Model;

/// <summary>OAuth2 client-credentials flow from secrets.</summary>
public sealed record OAuth2Auth
{
    public SecretKeySelector? ClientIDSecret { get; init; }
    public SecretKeySelector? ClientSecretSecret { get; init; }
    public SecretKeySelector? TokenURLSecret { get; init; }
    public IReadOnlyList<string>? Scopes { get; init; }
    public IReadOnlyList<OAuth2EndpointParam>? EndpointParams { get; init; }
}
