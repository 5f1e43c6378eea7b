using Krewe.Client.Wire;

namespace Krewe.Client;

/// <content>Folders.</content>
public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    /// <remarks>Where whoever asks may look is for the server to say.</remarks>
    public Task<FolderList> ListFoldersAsync(FoldersQuery query, CancellationToken cancellationToken = default)
    {
        var text = new QueryText().Add("namespace", query.Namespace.Length == 0 ? null : query.Namespace);
        return GetAsync(ListRoutes.Folders + text, WireJson.Default.FolderList, cancellationToken);
    }
}
