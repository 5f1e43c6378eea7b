using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Keeps views in the object store: the shared ones in one place, the others by their owner.</summary>
internal sealed class SavedViews(IObjectStore objects, TimeProvider time)
{
    private const string SharedKind = "SharedView";
    private const string OwnKind = "OwnView";
    private const int LongestName = 100;
    private const int LongestColumn = 200;
    private const int MostColumns = 100;
    private const int Most = 500;

    public async Task<IReadOnlyList<SavedView>> ListAsync(string user, CancellationToken cancellationToken)
    {
        var shared = await objects.ListAsync(new ObjectFilter(SharedKind), null, Most, cancellationToken).ConfigureAwait(false);
        var own = await objects.ListAsync(new ObjectFilter(OwnKind) { Namespace = user }, null, Most, cancellationToken).ConfigureAwait(false);
        return [.. shared.Concat(own).Select(Read).OrderBy(view => view.Name, StringComparer.Ordinal).ThenBy(view => view.Shared)];
    }

    public async Task<SavedView> PutAsync(string user, SavedView view, bool overrides, CancellationToken cancellationToken)
    {
        Check(view);
        var key = KeyOf(user, view.Name, view.Shared);
        var stored = await FindAsync(key, user, overrides, cancellationToken).ConfigureAwait(false);
        if (stored is null && (await objects.ListAsync(new ObjectFilter(key.Kind) { Namespace = key.Namespace }, null, Most, cancellationToken).ConfigureAwait(false)).Count == Most)
        {
            throw new KreweException(KreweErrorCode.ResourceExhausted, $"there are {Most} views already: delete some first");
        }

        var kept = view with { Owner = stored is null ? user : Read(stored).Owner };
        var written = await objects.PutAsync(key, JsonSerializer.SerializeToUtf8Bytes(kept, WireJson.Default.SavedView), expectedVersion: stored?.Version ?? 0, cancellationToken: cancellationToken).ConfigureAwait(false);
        return written.Status == ObjectWriteStatus.Done ? kept : throw new KreweException(KreweErrorCode.Aborted, $"view \"{view.Name}\" was changed by somebody else; try again");
    }

    public async Task DeleteAsync(string user, string name, bool shared, bool overrides, CancellationToken cancellationToken)
    {
        var key = KeyOf(user, name, shared);
        if (await FindAsync(key, user, overrides, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new KreweException(KreweErrorCode.NotFound, $"there is no {(shared ? "shared view" : "view of yours")} \"{name}\"");
        }

        await objects.DeleteAsync(key, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static ObjectKey KeyOf(string user, string name, bool shared) => shared ? new(SharedKind, "", name) : new(OwnKind, user, name);

    private static SavedView Read(StoredObject stored) => JsonSerializer.Deserialize(stored.Payload.Span, WireJson.Default.SavedView)!;

    private async Task<StoredObject?> FindAsync(ObjectKey key, string user, bool overrides, CancellationToken cancellationToken)
    {
        var stored = await objects.GetAsync(key, cancellationToken).ConfigureAwait(false);
        return stored is null || overrides || Read(stored).Owner is var owner && owner == user
            ? stored
            : throw new KreweException(KreweErrorCode.PermissionDenied, $"view \"{key.Name}\" is shared by {Read(stored).Owner}, who may change it, as an administrator may");
    }

    private void Check(SavedView view)
    {
        if (view.Name is not { Length: > 0 and <= LongestName } || view.Name.Any(char.IsControl))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"a view needs a name of at most {LongestName} characters");
        }

        if (view.Columns is { } columns && (columns.Count > MostColumns || columns.Any(column => column is not { Length: > 0 and <= LongestColumn })))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"a view has at most {MostColumns} columns, each named by 1 to {LongestColumn} characters");
        }

        RunRows.OrderOf(view.Sort);
        // Whoever looks at it may be anybody.
        RunFilterLanguage.Add(RunFilter.All, view.Filter ?? "", new FilterContext(time.GetUtcNow(), "me"));
    }
}
