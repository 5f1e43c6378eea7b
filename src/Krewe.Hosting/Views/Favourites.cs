using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Keeps favourites in the object store, one object for each user.</summary>
internal sealed class Favourites(IObjectStore objects)
{
    private const string Kind = "Favourites";
    private const int Most = 500;
    private const int LongestName = 300;

    public async Task<IReadOnlyList<Favourite>> ListAsync(string user, CancellationToken cancellationToken) =>
        (await ReadAsync(user, cancellationToken).ConfigureAwait(false)).Items;

    public async Task<IReadOnlyList<Favourite>> SetAsync(string user, Favourite favourite, bool isFavourite, CancellationToken cancellationToken)
    {
        if (favourite.Kind is not { Length: > 0 and <= LongestName } || favourite.Name is not { Length: > 0 and <= LongestName } || favourite.Namespace is { Length: > LongestName })
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"a favourite has a kind and a name of at most {LongestName} characters");
        }

        while (true)
        {
            var (items, version) = await ReadAsync(user, cancellationToken).ConfigureAwait(false);
            if (items.Contains(favourite) == isFavourite)
            {
                return items;
            }

            IReadOnlyList<Favourite> changed = isFavourite ? [.. items, favourite] : [.. items.Where(item => item != favourite)];
            if (changed.Count > Most)
            {
                throw new KreweException(KreweErrorCode.ResourceExhausted, $"there are {Most} favourites already: take some away first");
            }

            // Two windows of one user may write at once: the later one sees what the other did and tries again.
            var body = JsonSerializer.SerializeToUtf8Bytes(new FavouritesBody { Items = changed }, WireJson.Default.FavouritesBody);
            if ((await objects.PutAsync(new ObjectKey(Kind, "", user), body, expectedVersion: version, cancellationToken: cancellationToken).ConfigureAwait(false)).Status == ObjectWriteStatus.Done)
            {
                return changed;
            }
        }
    }

    private async Task<(IReadOnlyList<Favourite> Items, long Version)> ReadAsync(string user, CancellationToken cancellationToken) =>
        await objects.GetAsync(new ObjectKey(Kind, "", user), cancellationToken).ConfigureAwait(false) is { } stored
            ? (JsonSerializer.Deserialize(stored.Payload.Span, WireJson.Default.FavouritesBody)!.Items, stored.Version)
            : ([], 0);
}
