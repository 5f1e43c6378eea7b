using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Bounds on where runs lie.</summary>
internal static class RunFolders
{
    /// <summary>The places as the store knows them.</summary>
    public static IReadOnlyList<RunPlace> Of(IReadOnlyList<FolderPlace> places) => [.. places.Select(place => new RunPlace(place.Namespace, place.Folder))];

    /// <summary>The filter, for those runs alone that lie in one of some places; null for no bound.</summary>
    public static RunFilter Within(RunFilter filter, IReadOnlyList<FolderPlace>? places) =>
        places is null ? filter : filter with { Places = RunPlace.Common(filter.Places, Of(places)) };
}
