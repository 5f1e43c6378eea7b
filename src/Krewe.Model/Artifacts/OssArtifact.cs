using System.Text.Json;

namespace Krewe.Model;

/// <summary>Object of Alibaba Cloud OSS.</summary>
public sealed record OssArtifact
{
    public string? Endpoint { get; init; }
    public string? Bucket { get; init; }
    public SecretKeySelector? AccessKeySecret { get; init; }
    public SecretKeySelector? SecretKeySecret { get; init; }
    public bool? CreateBucketIfNotPresent { get; init; }
    public string? SecurityToken { get; init; }
    public JsonElement? LifecycleRule { get; init; }
    public bool? UseSDKCreds { get; init; }
    public string? Key { get; init; }
}
