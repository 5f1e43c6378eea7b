namespace Krewe.Model.Submission;

/// <summary>The key of an artifact: where it is in its store.</summary>
public static class ArtifactKeys
{
    /// <summary>The artifact with another key; not for stores that have none (git, raw).</summary>
    public static Changed<Artifact> With(Artifact artifact, string key)
    {
        var changed = artifact switch
        {
            { S3: { } s3 } => artifact with { S3 = s3 with { Key = key } },
            { Gcs: { } gcs } => artifact with { Gcs = gcs with { Key = key } },
            { Oss: { } oss } => artifact with { Oss = oss with { Key = key } },
            { Azure: { } azure } => artifact with { Azure = azure with { Blob = key } },
            { Hdfs: { } hdfs } => artifact with { Hdfs = hdfs with { Path = key } },
            { Plugin: { } plugin } => artifact with { Plugin = plugin with { Key = key } },
            { Http: { } http } => artifact with { Http = http with { Url = WithPath(http.Url, key) } },
            { Artifactory: { } artifactory } => artifact with { Artifactory = artifactory with { Url = WithPath(artifactory.Url, key) } },
            _ => null,
        };
        return changed is null ? new(null, "key unsupported: cannot set key for artifact location, because it is invalid") : new(changed, null);
    }

    private static string WithPath(string? url, string key) =>
        Uri.TryCreate(url, UriKind.Absolute, out var old) ? $"{old.GetLeftPart(UriPartial.Authority)}/{key.TrimStart('/')}" : key;
}
