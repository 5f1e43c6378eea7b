using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>Deletes artifacts of runs wherever they lie.</summary>
public interface IArtifactRemover
{
    /// <summary>Deletes them and says of each what came of it; one that is gone already counts as deleted.</summary>
    Task<IReadOnlyList<CollectedArtifact>> DeleteAsync(IReadOnlyList<DoomedArtifact> artifacts, CancellationToken cancellationToken);
}
