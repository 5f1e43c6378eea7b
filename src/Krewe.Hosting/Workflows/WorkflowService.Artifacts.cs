using Krewe.Client;

namespace Krewe.Hosting;

/// <content>Artifacts of runs.</content>
internal sealed partial class WorkflowService
{
    public async Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(RunRef run, CancellationToken cancellationToken = default) =>
        ArtifactEntries.Of(await GetAsync(run, cancellationToken).ConfigureAwait(false));

    public async Task<ArtifactContent> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) =>
        await _artifacts.OpenAsync(await GetAsync(artifact.Run, cancellationToken).ConfigureAwait(false), artifact, cancellationToken).ConfigureAwait(false);
}
