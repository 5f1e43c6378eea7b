namespace Krewe.Model;

/// <summary>Credentials of an HTTP artifact.</summary>
public sealed record HttpArtifactAuth
{
    public ClientCertAuth? ClientCert { get; init; }
    public OAuth2Auth? Oauth2 { get; init; }
    public BasicAuth? BasicAuth { get; init; }
}
