namespace Krewe.Model;

/// <summary>File of HDFS.</summary>
public sealed record HdfsArtifact
{
    public SecretKeySelector? KrbCCacheSecret { get; init; }
    public SecretKeySelector? KrbKeytabSecret { get; init; }
    public string? KrbUsername { get; init; }
    public string? KrbRealm { get; init; }
    public ConfigMapKeySelector? KrbConfigConfigMap { get; init; }
    public string? KrbServicePrincipalName { get; init; }
    public IReadOnlyList<string>? Addresses { get; init; }
    public string? HdfsUser { get; init; }
    public string? DataTransferProtection { get; init; }
    public string? Path { get; init; }
    public bool? Force { get; init; }
}
