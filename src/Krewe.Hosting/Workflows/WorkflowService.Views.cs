using Krewe.Client;

namespace Krewe.Hosting;

/// <content>Views and favourites of whoever asks.</content>
internal sealed partial class WorkflowService
{
    public Task<IReadOnlyList<SavedView>> ListViewsAsync(ViewsQuery query, CancellationToken cancellationToken = default) => _views.ListAsync(Acting.Current.Name, query, cancellationToken);

    public Task<SavedView> PutViewAsync(SavedView view, bool overrides = false, CancellationToken cancellationToken = default) => _views.PutAsync(Acting.Current.Name, view, overrides, cancellationToken);

    public Task DeleteViewAsync(ViewRef view, bool overrides = false, CancellationToken cancellationToken = default) => _views.DeleteAsync(Acting.Current.Name, view, overrides, cancellationToken);

    public Task<IReadOnlyList<Favourite>> ListFavouritesAsync(CancellationToken cancellationToken = default) => _favourites.ListAsync(Acting.Current.Name, cancellationToken);

    public Task<IReadOnlyList<Favourite>> SetFavouriteAsync(Favourite favourite, bool isFavourite, CancellationToken cancellationToken = default) =>
        _favourites.SetAsync(Acting.Current.Name, favourite, isFavourite, cancellationToken);
}
