using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Artifact locations.</summary>
internal static class Artifacts
{
    public static bool HasLocation(ArtifactLocation location) =>
        location.S3 is not null || location.Git is not null || location.Http is not null || location.Artifactory is not null || location.Hdfs is not null
        || location.Raw is not null || location.Oss is not null || location.Gcs is not null || location.Azure is not null || location.Plugin is not null;

    /// <summary>The declared input with the location of what is handed in.</summary>
    public static Artifact Place(Artifact input, Artifact given) => given with
    {
        Name = input.Name,
        Path = input.Path,
        Mode = input.Mode ?? given.Mode,
        RecurseMode = input.RecurseMode ?? given.RecurseMode,
        Archive = given.Archive ?? input.Archive,
        Optional = input.Optional ?? given.Optional,
        GlobalName = input.GlobalName,
        From = null,
        FromExpression = null,
        ArtifactGC = null,
        Deleted = null,
    };

    /// <summary>The location of <paramref name="found"/>, one level deeper when a sub-path is asked for.</summary>
    public static Artifact At(Artifact found, string? subPath)
    {
        if (string.IsNullOrEmpty(subPath))
        {
            return found;
        }

        string Deeper(string? key) => string.IsNullOrEmpty(key) ? subPath : key.TrimEnd('/') + "/" + subPath.TrimStart('/');
        return found with
        {
            SubPath = null,
            S3 = found.S3 is { } s3 ? s3 with { Key = Deeper(s3.Key) } : null,
            Gcs = found.Gcs is { } gcs ? gcs with { Key = Deeper(gcs.Key) } : null,
            Oss = found.Oss is { } oss ? oss with { Key = Deeper(oss.Key) } : null,
            Azure = found.Azure is { } azure ? azure with { Blob = Deeper(azure.Blob) } : null,
            Hdfs = found.Hdfs is { } hdfs ? hdfs with { Path = Deeper(hdfs.Path) } : null,
            Artifactory = found.Artifactory is { } artifactory ? artifactory with { Url = Deeper(artifactory.Url) } : null,
            Plugin = found.Plugin is { } plugin ? plugin with { Key = Deeper(plugin.Key) } : null,
        };
    }
}
