using Krewe.Artifacts;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>Opens artifacts of runs out of the store that holds them.</summary>
internal sealed class RunArtifacts(IArtifactStore store)
{
    private const int LongestUploadName = 200;

    public async Task<ArtifactContent> OpenAsync(Workflow run, ArtifactRef reference, CancellationToken cancellationToken)
    {
        var node = run.Status?.Nodes?.GetValueOrDefault(reference.NodeId)
            ?? throw new KreweException(KreweErrorCode.NotFound, $"run '{run.Metadata.Name}' has no node '{reference.NodeId}'");
        var artifacts = reference.IsInput ? node.Inputs?.Artifacts : node.Outputs?.Artifacts;
        var artifact = artifacts?.FirstOrDefault(item => item.Name == reference.Name)
            ?? throw new KreweException(KreweErrorCode.NotFound, $"node '{node.DisplayName}' has no {(reference.IsInput ? "input" : "output")} artifact '{reference.Name}'");
        if (artifact.Deleted == true)
        {
            throw new KreweException(KreweErrorCode.NotFound, $"artifact '{reference.Name}' of node '{node.DisplayName}' was deleted, as its artifactGC says");
        }

        if (artifact.Raw is { Data: { } data })
        {
            return new ArtifactContent(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(data)), reference.Name, "text/plain; charset=utf-8");
        }

        var key = KeyOf(artifact)
            ?? throw new KreweException(KreweErrorCode.FailedPrecondition, $"artifact '{reference.Name}' does not lie in the artifact store");
        var stream = await store.OpenAsync(key, cancellationToken).ConfigureAwait(false)
            ?? throw new KreweException(KreweErrorCode.NotFound, $"artifact '{reference.Name}' is not in the store (key '{key}')");
        var name = key[(key.LastIndexOf('/') + 1)..];
        return new ArtifactContent(stream, name, MediaTypeOf(name), stream.Length);
    }

    /// <summary>Key of an artifact in the store; null for one that does not lie there.</summary>
    public static string? KeyOf(ArtifactLocation artifact) => artifact.S3?.Key ?? artifact.Gcs?.Key ?? artifact.Oss?.Key ?? artifact.Azure?.Blob;

    /// <summary>Keeps an uploaded file under a key of its own, which is Argo's (<c>uploads/namespace/uuid/file</c>).</summary>
    /// <returns>The key.</returns>
    public async Task<string> PutUploadAsync(string @namespace, string fileName, Stream content, CancellationToken cancellationToken)
    {
        var key = $"uploads/{@namespace}/{Guid.NewGuid()}/{PlainName(fileName)}";
        await store.PutAsync(key, (target, token) => content.CopyToAsync(target, token), cancellationToken).ConfigureAwait(false);
        return key;
    }

    /// <summary>The last part of a sender's file name, without what means something in a path or an address.</summary>
    private static string PlainName(string fileName)
    {
        var last = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var plain = string.Concat(last.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_'));
        plain = plain.Length > LongestUploadName ? plain[^LongestUploadName..] : plain;
        return plain.Trim('.').Length == 0 ? "file" : plain;
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".tgz" or ".gz" => "application/gzip",
        ".zip" => "application/zip",
        ".json" => "application/json",
        ".txt" or ".log" or ".md" => "text/plain; charset=utf-8",
        ".html" or ".htm" => "text/html; charset=utf-8",
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
