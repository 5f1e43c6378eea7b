using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Conditions on where runs lie.</summary>
internal static class RunFolders
{
    /// <summary>What paths of a folder and of those below it look like.</summary>
    public static IReadOnlyList<TextPattern> Patterns(string folder) =>
        folder.Length == 0 ? [TextPattern.Anything] : [TextPattern.Is(folder), TextPattern.BeginsWith(folder + "/")];

    /// <summary>That a run lies in one of some places.</summary>
    public static RunCondition In(IReadOnlyList<FolderPlace> places) => new AnyCondition([.. places.Select(In)]);

    /// <summary>The filter, for those runs alone that lie in one of some places; null for no bound.</summary>
    public static RunFilter Within(RunFilter filter, IReadOnlyList<FolderPlace>? places) =>
        places is null ? filter : filter with { Where = filter.Where is null ? In(places) : new AllConditions([filter.Where, In(places)]) };

    private static RunCondition In(FolderPlace place) => new AllConditions(
    [
        .. place.Namespace is { } space ? new[] { new TextCondition(RunText.Namespace, null, [TextPattern.Is(space)]) } : [],
        .. place.Folder.Length > 0 ? new[] { new TextCondition(RunText.Folder, null, Patterns(place.Folder)) } : [],
    ]);
}
