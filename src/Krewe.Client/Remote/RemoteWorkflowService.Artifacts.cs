using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(RunRef run, CancellationToken cancellationToken = default) =>
        ArtifactEntries.Of(await GetAsync(run, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<ArtifactContent> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default)
    {
        var root = artifact.IsInput ? "/input-artifacts" : "/artifacts";
        var run = artifact.Run;
        var path = run.Uid is { } uid ? $"{root}-by-uid/{Escape(uid)}" : $"{root}/{Escape(run.Namespace)}/{Escape(run.Name)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/{Escape(artifact.NodeId)}/{Escape(artifact.Name)}");
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var headers = response.Content.Headers;
        return new ArtifactContent(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
            headers.ContentDisposition?.FileNameStar ?? headers.ContentDisposition?.FileName?.Trim('"') ?? artifact.Name,
            headers.ContentType?.MediaType ?? "application/octet-stream",
            headers.ContentLength,
            new ResponseOwner(response));
    }

    /// <inheritdoc/>
    public async Task<UploadedArtifact> UploadArtifactAsync(ArtifactUpload upload, Stream content, CancellationToken cancellationToken = default)
    {
        using var form = new MultipartFormDataContent();
        using var file = new StreamContent(content);
        form.Add(file, "file", upload.FileName);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/upload-artifacts/{Escape(upload.Namespace)}/{Escape(upload.WorkflowTemplate)}/{Escape(upload.ArtifactName)}") { Content = form };
        return await SendAsync(request, WireJson.Default.UploadedArtifact, cancellationToken).ConfigureAwait(false);
    }

    private sealed class ResponseOwner(HttpResponseMessage response) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
