namespace Krewe.Client;

/// <summary>Saved views, and favourites. Whose they are is said by <see cref="Acting.Current"/>.</summary>
public interface IViewOperations
{
    /// <summary>Views by name.</summary>
    Task<IReadOnlyList<SavedView>> ListViewsAsync(ViewsQuery query, CancellationToken cancellationToken = default);

    /// <summary>Saves a view in place of the one of that name: of one's own, of the shared ones, or in its folder.</summary>
    /// <param name="view">The view.</param>
    /// <param name="overrides">Whether a shared view of somebody else may be replaced.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.InvalidArgument"/> for a filter, an order or a folder that mean nothing; <see cref="KreweErrorCode.PermissionDenied"/>.</exception>
    Task<SavedView> PutViewAsync(SavedView view, bool overrides = false, CancellationToken cancellationToken = default);

    /// <summary>Deletes a view.</summary>
    /// <param name="view">Which.</param>
    /// <param name="overrides">Whether a shared view of somebody else may be deleted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>, <see cref="KreweErrorCode.PermissionDenied"/>.</exception>
    Task DeleteViewAsync(ViewRef view, bool overrides = false, CancellationToken cancellationToken = default);

    /// <summary>One's favourites, in the order in which they were added.</summary>
    Task<IReadOnlyList<Favourite>> ListFavouritesAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds a favourite, or takes it away; what is so already stays so.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.ResourceExhausted"/> when there are too many.</exception>
    Task<IReadOnlyList<Favourite>> SetFavouriteAsync(Favourite favourite, bool isFavourite, CancellationToken cancellationToken = default);
}
