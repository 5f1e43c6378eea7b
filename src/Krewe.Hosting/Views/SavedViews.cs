using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Keeps views in the object store: the shared ones in one place, those in folders by folder, the others by their owner.</summary>
internal sealed class SavedViews(IObjectStore objects, TimeProvider time)
{
    private const string SharedKind = "SharedView";
    private const string FolderKind = "FolderView";
    private const string OwnKind = "OwnView";
    private const int LongestName = 100;
    private const int LongestColumn = 200;
    private const int MostColumns = 100;
    private const int Most = 500;

    public async Task<IReadOnlyList<SavedView>> ListAsync(string user, ViewsQuery query, CancellationToken cancellationToken)
    {
        var found = await ListInFoldersAsync(query, cancellationToken).ConfigureAwait(false);
        if (query is { Namespace: Namespaces.All, Folder: null })
        {
            found.AddRange((await objects.ListAsync(new ObjectFilter(SharedKind), null, Most, cancellationToken).ConfigureAwait(false)).Select(Read));
            found.AddRange((await objects.ListAsync(new ObjectFilter(OwnKind) { Namespace = user }, null, Most, cancellationToken).ConfigureAwait(false)).Select(Read));
        }

        return [.. found.OrderBy(view => view.Name, StringComparer.Ordinal).ThenBy(view => view.Shared).ThenBy(view => view.Namespace, StringComparer.Ordinal).ThenBy(view => view.Folder, StringComparer.Ordinal)];
    }

    /// <summary>Those that lie in folders.</summary>
    public async Task<List<SavedView>> ListInFoldersAsync(ViewsQuery query, CancellationToken cancellationToken)
    {
        if (query.Folder is { } folder && Folders.Problem(folder) is { } problem)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"folder: {problem}");
        }

        var filter = new ObjectFilter(FolderKind) { Namespace = query.Namespace.Length == 0 ? null : query.Namespace, NamePrefix = query.Folder };
        var found = new List<SavedView>();
        IReadOnlyList<StoredObject> page = [];
        do
        {
            page = await objects.ListAsync(filter, page.Count == 0 ? null : page[^1].Key, Most, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Select(Read).Where(view => IsAsked(query, view.Namespace!, view.Folder!)));
        }
        while (page.Count == Most);

        return found;
    }

    public async Task<SavedView> PutAsync(string user, SavedView view, bool overrides, CancellationToken cancellationToken)
    {
        Check(view);
        var key = KeyOf(user, ViewRef.Of(view));
        var stored = await FindAsync(key, user, overrides, cancellationToken).ConfigureAwait(false);
        if (stored is null && (await objects.ListAsync(Neighbours(key, view.Folder), null, Most, cancellationToken).ConfigureAwait(false)).Count == Most)
        {
            throw new KreweException(KreweErrorCode.ResourceExhausted, $"there are {Most} views already: delete some first");
        }

        var inFolder = key.Kind == FolderKind;
        var kept = view with { Owner = stored is null ? user : Read(stored).Owner, Shared = view.Shared || inFolder, Folder = inFolder ? view.Folder : null };
        var written = await objects.PutAsync(key, JsonSerializer.SerializeToUtf8Bytes(kept, WireJson.Default.SavedView), expectedVersion: stored?.Version ?? 0, cancellationToken: cancellationToken).ConfigureAwait(false);
        return written.Status == ObjectWriteStatus.Done ? kept : throw new KreweException(KreweErrorCode.Aborted, $"view \"{view.Name}\" was changed by somebody else; try again");
    }

    public async Task DeleteAsync(string user, ViewRef view, bool overrides, CancellationToken cancellationToken)
    {
        CheckPlace(view.Namespace, view.Folder);
        var key = KeyOf(user, view);
        if (await FindAsync(key, user, overrides, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new KreweException(KreweErrorCode.NotFound, key.Kind == FolderKind
                ? $"there is no view \"{view.Name}\" in folder \"{view.Folder}\" of namespace \"{view.Namespace}\""
                : $"there is no {(view.Shared ? "shared view" : "view of yours")} \"{view.Name}\"");
        }

        await objects.DeleteAsync(key, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    // No path of a folder has a colon.
    private static ObjectKey KeyOf(string user, ViewRef view) => view switch
    {
        { Folder: { Length: > 0 } folder } => new(FolderKind, view.Namespace!, $"{folder}:{view.Name}"),
        { Shared: true } => new(SharedKind, "", view.Name),
        _ => new(OwnKind, user, view.Name),
    };

    /// <summary>The views among which names are unique.</summary>
    private static ObjectFilter Neighbours(ObjectKey key, string? folder) => new(key.Kind) { Namespace = key.Namespace, NamePrefix = key.Kind == FolderKind ? $"{folder}:" : null };

    private static bool IsAsked(ViewsQuery query, string @namespace, string folder) =>
        Folders.IsIn(folder, query.Folder ?? "")
        && query.Within?.Contains(@namespace, StringComparer.Ordinal) != false
        && query.Places?.Any(place => place.Has(@namespace, folder)) != false;

    private static SavedView Read(StoredObject stored) => JsonSerializer.Deserialize(stored.Payload.Span, WireJson.Default.SavedView)!;

    private async Task<StoredObject?> FindAsync(ObjectKey key, string user, bool overrides, CancellationToken cancellationToken)
    {
        // A view in a folder belongs to those who may change what lies there; whether one may is decided before.
        var stored = await objects.GetAsync(key, cancellationToken).ConfigureAwait(false);
        return stored is null || overrides || key.Kind == FolderKind || Read(stored).Owner is var owner && owner == user
            ? stored
            : throw new KreweException(KreweErrorCode.PermissionDenied, $"view \"{key.Name}\" is shared by {Read(stored).Owner}, who may change it, as an administrator may");
    }

    private static void CheckPlace(string? @namespace, string? folder)
    {
        if (Folders.Problem(folder ?? "") is { } problem)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"folder: {problem}");
        }

        if (string.IsNullOrEmpty(folder) != string.IsNullOrEmpty(@namespace))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, string.IsNullOrEmpty(folder)
                ? "folder: a view of a namespace lies in a folder of it; name the folder, or no namespace"
                : $"namespace: folder \"{folder}\" is one of a namespace; name it, too");
        }
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

        CheckPlace(view.Namespace, view.Folder);
        RunRows.OrderOf(view.Sort);
        // Whoever looks at it may be anybody.
        RunFilterLanguage.Add(RunFilter.All, view.Filter ?? "", new FilterContext(time.GetUtcNow(), "me"));
    }
}
