namespace Krewe.Client;

/// <summary>Artifacts of runs.</summary>
public interface IArtifactOperations
{
    /// <summary>All artifacts in the node statuses of a run, in the order of the nodes' start.</summary>
    Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(RunRef run, CancellationToken cancellationToken = default);

    /// <summary>Opens an artifact as stored (a directory as the archive it was saved as). The caller disposes it.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<ArtifactContent> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default);

    /// <summary>Stores a file that is to be an argument of runs of a template. The content is read once, to its end.</summary>
    /// <exception cref="KreweException">There is no such template, or it has no such argument.</exception>
    Task<UploadedArtifact> UploadArtifactAsync(ArtifactUpload upload, Stream content, CancellationToken cancellationToken = default);
}
