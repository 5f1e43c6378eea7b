namespace Krewe.Artifacts;

/// <summary>Objects by key, as a bucket has them. Safe for concurrent use; the last writer of a key wins.</summary>
public interface IArtifactStore
{
    /// <summary>Stores what <paramref name="write"/> writes. Nothing is stored when it throws.</summary>
    Task<StoredArtifact> PutAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading, or null when there is none. The stream can seek.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Describes an object, or null when there is none.</summary>
    Task<StoredArtifact?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keys that are <paramref name="prefix"/> or lie under it (<c>prefix/…</c>), in ordinal order; empty: all.</summary>
    IAsyncEnumerable<StoredArtifact> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes an object; false when there was none.</summary>
    Task<bool> DeleteAsync(string key, CancellationToken cancellationToken);
}
