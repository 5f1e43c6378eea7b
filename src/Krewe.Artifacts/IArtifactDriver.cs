using Krewe.Model;

namespace Krewe.Artifacts;

/// <summary>Reaches one kind of artifact location.</summary>
public interface IArtifactDriver
{
    /// <summary>Whether this driver reaches the location.</summary>
    bool Handles(ArtifactLocation location);

    /// <summary>Places what is stored, as stored, at <paramref name="target"/> (a file or a folder that does not exist yet).</summary>
    /// <exception cref="ArtifactException">It cannot be had; NotFound says that nothing is there.</exception>
    Task LoadAsync(ArtifactLocation location, string target, CancellationToken cancellationToken);

    /// <summary>Stores the file or folder at <paramref name="source"/>.</summary>
    Task SaveAsync(string source, ArtifactLocation location, CancellationToken cancellationToken);

    /// <summary>Deletes what is stored; something that is not there is no error.</summary>
    /// <exception cref="ArtifactException">It cannot be deleted: by default, since what lies in such a place is not ours.</exception>
    Task DeleteAsync(ArtifactLocation location, CancellationToken cancellationToken) =>
        throw new ArtifactException("artifacts in such a location cannot be deleted");
}
