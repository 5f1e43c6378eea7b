using Krewe.Client;

namespace Krewe.Api;

/// <content>Saved views. Those in folders are seen by viewers of the folder and changed by its editors; the others are as the endpoint says.</content>
internal sealed partial class ConfinedWorkflowService
{
    public Task<IReadOnlyList<SavedView>> ListViewsAsync(ViewsQuery query, CancellationToken cancellationToken = default) => inner.ListViewsAsync(query with { Within = null, Places = Places }, cancellationToken);

    public Task<SavedView> PutViewAsync(SavedView view, bool overrides = false, CancellationToken cancellationToken = default)
    {
        if (view.Folder is { Length: > 0 } folder)
        {
            Require(view.Namespace, folder, AccessRole.Editor);
        }

        return inner.PutViewAsync(view, overrides, cancellationToken);
    }

    public Task DeleteViewAsync(ViewRef view, bool overrides = false, CancellationToken cancellationToken = default)
    {
        if (view.Folder is { Length: > 0 } folder)
        {
            Require(view.Namespace, folder, AccessRole.Editor);
        }

        return inner.DeleteViewAsync(view, overrides, cancellationToken);
    }
}
