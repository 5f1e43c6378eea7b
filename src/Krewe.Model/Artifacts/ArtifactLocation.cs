namespace Krewe.Model;

/// <summary>Where an artifact lies: at most one driver is set (Argo <c>ArtifactLocation</c>).</summary>
public record ArtifactLocation
{
    public bool? ArchiveLogs { get; init; }
    public S3Artifact? S3 { get; init; }
    public GitArtifact? Git { get; init; }
    public HttpArtifact? Http { get; init; }
    public ArtifactoryArtifact? Artifactory { get; init; }
    public HdfsArtifact? Hdfs { get; init; }
    public RawArtifact? Raw { get; init; }
    public OssArtifact? Oss { get; init; }
    public GcsArtifact? Gcs { get; init; }
    public AzureArtifact? Azure { get; init; }
    public PluginArtifact? Plugin { get; init; }
}
