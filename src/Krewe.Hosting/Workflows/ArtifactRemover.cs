using Krewe.Artifacts;
using Krewe.Engine;
using Krewe.Grains;

namespace Krewe.Hosting;

/// <summary>Deletes artifacts with the drivers that saved them.</summary>
internal sealed class ArtifactRemover(ArtifactTransfer transfer) : IArtifactRemover
{
    public async Task<IReadOnlyList<CollectedArtifact>> DeleteAsync(IReadOnlyList<DoomedArtifact> artifacts, CancellationToken cancellationToken)
    {
        var outcomes = new List<CollectedArtifact>(artifacts.Count);
        foreach (var (nodeId, artifact) in artifacts)
        {
            string? error = null;
            try
            {
                await transfer.DeleteAsync(artifact, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is ArtifactException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                error = failure.Message;
            }

            outcomes.Add(new CollectedArtifact(nodeId, artifact.Name ?? "", error));
        }

        return outcomes;
    }
}
