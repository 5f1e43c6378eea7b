using System.Text.Json;

namespace Krewe.Model;

/// <summary>Object of an S3-compatible store.</summary>
public sealed record S3Artifact
{
    public string? Endpoint { get; init; }
    public string? Bucket { get; init; }
    public string? Region { get; init; }
    public bool? Insecure { get; init; }
    public SecretKeySelector? AccessKeySecret { get; init; }
    public SecretKeySelector? SecretKeySecret { get; init; }
    public SecretKeySelector? SessionTokenSecret { get; init; }
    public string? RoleARN { get; init; }
    public bool? UseSDKCreds { get; init; }
    public JsonElement? CreateBucketIfNotPresent { get; init; }
    public JsonElement? EncryptionOptions { get; init; }
    public SecretKeySelector? CaSecret { get; init; }
    public string? AddressingStyle { get; init; }
    public string? Key { get; init; }
}
