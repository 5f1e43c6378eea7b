using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    /// <remarks>Where whoever asks may look is for the server to say.</remarks>
    public async Task<IReadOnlyList<SavedView>> ListViewsAsync(ViewsQuery query, CancellationToken cancellationToken = default)
    {
        var text = new QueryText().Add("namespace", query.Namespace.Length == 0 ? null : query.Namespace).Add("folder", query.Folder);
        return (await GetAsync(ListRoutes.Views + text, WireJson.Default.ViewsBody, cancellationToken).ConfigureAwait(false)).Items;
    }

    /// <inheritdoc/>
    /// <remarks>Who may replace what others share is for the server to say.</remarks>
    public Task<SavedView> PutViewAsync(SavedView view, bool overrides = false, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, $"{ListRoutes.Views}/{Escape(view.Name)}", view, WireJson.Default.SavedView, WireJson.Default.SavedView, cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteViewAsync(ViewRef view, bool overrides = false, CancellationToken cancellationToken = default)
    {
        var text = new QueryText().Add("shared", view.Shared).Add("namespace", view.Namespace).Add("folder", view.Folder);
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{ListRoutes.Views}/{Escape(view.Name)}" + text);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Favourite>> ListFavouritesAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync(ListRoutes.Favourites, WireJson.Default.FavouritesBody, cancellationToken).ConfigureAwait(false)).Items;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Favourite>> SetFavouriteAsync(Favourite favourite, bool isFavourite, CancellationToken cancellationToken = default)
    {
        var path = $"{ListRoutes.Favourites}/{Escape(favourite.Kind)}/{Escape(favourite.Name)}" + new QueryText().Add("namespace", favourite.Namespace);
        using var request = new HttpRequestMessage(isFavourite ? HttpMethod.Put : HttpMethod.Delete, path);
        return (await SendAsync(request, WireJson.Default.FavouritesBody, cancellationToken).ConfigureAwait(false)).Items;
    }
}
