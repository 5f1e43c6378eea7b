using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting;

/// <content>Artifacts of runs.</content>
internal sealed partial class WorkflowService
{
    public async Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(RunRef run, CancellationToken cancellationToken = default) =>
        ArtifactEntries.Of(await GetAsync(run, cancellationToken).ConfigureAwait(false));

    public async Task<ArtifactContent> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) =>
        await _artifacts.OpenAsync(await GetAsync(artifact.Run, cancellationToken).ConfigureAwait(false), artifact, cancellationToken).ConfigureAwait(false);

    public async Task<UploadedArtifact> UploadArtifactAsync(ArtifactUpload upload, Stream content, CancellationToken cancellationToken = default)
    {
        var template = (WorkflowTemplate)await GetResourceAsync(new ResourceRef(ResourceKind.WorkflowTemplate, upload.Namespace, upload.WorkflowTemplate), cancellationToken).ConfigureAwait(false);
        var names = (template.Spec.Arguments?.Artifacts ?? []).Select(artifact => artifact.Name ?? "").ToList();
        return names.Contains(upload.ArtifactName, StringComparer.Ordinal)
            ? new UploadedArtifact(upload.ArtifactName, await _artifacts.PutUploadAsync(upload.Namespace, upload.FileName, content, cancellationToken).ConfigureAwait(false))
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"the arguments of workflow template \"{upload.WorkflowTemplate}\" have no artifact \"{upload.ArtifactName}\"; it has: {(names.Count == 0 ? "none" : string.Join(", ", names))}");
    }
}
