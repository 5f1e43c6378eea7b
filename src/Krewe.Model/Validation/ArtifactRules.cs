namespace Krewe.Model.Validation;

/// <summary>Whether an artifact says enough about where it is.</summary>
internal static class ArtifactRules
{
    public static bool HasLocationOrKey(ArtifactLocation artifact) => HasLocation(artifact) || HasKey(artifact);

    /// <summary>Why the location is not valid, or null.</summary>
    public static string? Location(string words, ArtifactLocation location)
    {
        if (location.Git is { } git && string.IsNullOrEmpty(git.Repo))
        {
            return $"{words}.git.repo is required";
        }

        return location.Hdfs is { } hdfs ? Hdfs($"{words}.hdfs", hdfs) : null;
    }

    /// <summary>Why the path of a leaf's artifact is not valid, or null: it must be there and must not lead out of its own folder.</summary>
    public static string? Path(Artifact artifact)
    {
        if (string.IsNullOrEmpty(artifact.Path))
        {
            return $"Artifact '{artifact.Name}' did not specify a path";
        }

        var path = artifact.Path;
        var dots = path.IndexOf("/../", StringComparison.Ordinal);
        if (dots < 0 && path.EndsWith("/..", StringComparison.Ordinal))
        {
            dots = path.Length - 3;
        }

        if (dots <= 0)
        {
            return null;
        }

        var safe = path[..dots] + "/";
        var clean = Clean(path);
        return clean.StartsWith(safe, StringComparison.Ordinal) && clean.Length > safe.Length
            ? null
            : $"Artifact '{artifact.Name}' attempted to use a path containing '..'. Directory traversal is not permitted";
    }

    private static string Clean(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return (path.StartsWith('/') ? "/" : "") + string.Join('/', parts);
    }

    private static bool HasLocation(ArtifactLocation location) => location switch
    {
        { S3: { } s3 } => All(s3.Endpoint, s3.Bucket, s3.Key),
        { Git: { } git } => All(git.Repo),
        { Http: { } http } => All(http.Url),
        { Artifactory: { } artifactory } => All(artifactory.Url),
        { Hdfs: { } hdfs } => hdfs.Addresses is { Count: > 0 } && All(hdfs.Path),
        { Raw: not null } => true,
        { Oss: { } oss } => All(oss.Bucket, oss.Endpoint, oss.Key),
        { Gcs: { } gcs } => All(gcs.Bucket, gcs.Key),
        { Azure: { } azure } => All(azure.Container, azure.Blob),
        { Plugin: { } plugin } => All(plugin.Name, plugin.Key),
        _ => false,
    };

    private static bool HasKey(ArtifactLocation location) =>
        !string.IsNullOrEmpty(location.S3?.Key ?? location.Gcs?.Key ?? location.Oss?.Key ?? location.Azure?.Blob ?? location.Hdfs?.Path ?? location.Plugin?.Key);

    private static bool All(params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
        {
            if (string.IsNullOrEmpty(field))
            {
                return false;
            }
        }

        return true;
    }

    private static string? Hdfs(string words, HdfsArtifact hdfs)
    {
        if (hdfs.Addresses is not { Count: > 0 })
        {
            return $"{words}.addresses is required";
        }

        if (string.IsNullOrEmpty(hdfs.Path))
        {
            return $"{words}.path is required";
        }

        if (!hdfs.Path.StartsWith('/'))
        {
            return $"{words}.path must be a absolute file path";
        }

        if (string.IsNullOrEmpty(hdfs.HdfsUser) && hdfs.KrbCCacheSecret is null && hdfs.KrbKeytabSecret is null)
        {
            return $"either {words}.hdfsUser, {words}.krbCCacheSecret or {words}.krbKeytabSecret is required";
        }

        var hasService = !string.IsNullOrEmpty(hdfs.KrbServicePrincipalName) && hdfs.KrbConfigConfigMap is not null;
        if (hdfs.KrbKeytabSecret is not null && !(hasService && All(hdfs.KrbUsername, hdfs.KrbRealm)))
        {
            return $"{words}.krbServicePrincipalName, {words}.krbConfigConfigMap, {words}.krbUsername and {words}.krbRealm are required with {words}.krbKeytabSecret";
        }

        return hdfs.KrbCCacheSecret is not null && !hasService
            ? $"{words}.krbServicePrincipalName and {words}.krbConfigConfigMap are required with {words}.krbCCacheSecret"
            : null;
    }
}
