namespace Krewe.Model;

/// <summary>File of JFrog Artifactory.</summary>
public sealed record ArtifactoryArtifact
{
    public string? Url { get; init; }
    public SecretKeySelector? UsernameSecret { get; init; }
    public SecretKeySelector? PasswordSecret { get; init; }
}
