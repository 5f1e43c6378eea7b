namespace Krewe.Model;

/// <summary>Object of Google Cloud Storage.</summary>
public sealed record GcsArtifact
{
    public string? Bucket { get; init; }
    public SecretKeySelector? ServiceAccountKeySecret { get; init; }
    public string? Key { get; init; }
}
