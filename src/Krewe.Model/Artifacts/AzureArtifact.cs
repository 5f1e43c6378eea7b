namespace Krewe.Model;

/// <summary>Blob of Azure Storage.</summary>
public sealed record AzureArtifact
{
    public string? Endpoint { get; init; }
    public string? Container { get; init; }
    public SecretKeySelector? AccountKeySecret { get; init; }
    public bool? UseSDKCreds { get; init; }
    public string? Blob { get; init; }
}
