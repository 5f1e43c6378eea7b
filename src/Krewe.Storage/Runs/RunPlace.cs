namespace Krewe.Storage;

/// <summary>A folder with all that lies below it.</summary>
/// <param name="Namespace">Of this namespace; null for the folder of that path in every namespace.</param>
/// <param name="Folder">Its path; empty for all runs, also those that lie in no folder.</param>
public sealed record RunPlace(string? Namespace, string Folder)
{
    /// <summary>What lies in a place of each of two lists.</summary>
    /// <param name="some">The one list; null for no bound.</param>
    /// <param name="others">The other.</param>
    public static IReadOnlyList<RunPlace> Common(IReadOnlyList<RunPlace>? some, IReadOnlyList<RunPlace> others) =>
        some is null ? others : [.. some.SelectMany(place => others.Select(place.And)).OfType<RunPlace>().Distinct()];

    /// <summary>Whether a run lies in it.</summary>
    /// <param name="namespaceName">Namespace of the run.</param>
    /// <param name="folder">Folder of the run.</param>
    public bool Has(string namespaceName, string folder) => (Namespace is null || Namespace == namespaceName) && IsIn(folder, Folder);

    /// <summary>What lies in this place and in another; null for nothing.</summary>
    /// <param name="other">The other.</param>
    public RunPlace? And(RunPlace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Namespace is not null && other.Namespace is not null && Namespace != other.Namespace)
        {
            return null;
        }

        var folder = IsIn(Folder, other.Folder) ? Folder : IsIn(other.Folder, Folder) ? other.Folder : null;
        return folder is null ? null : new RunPlace(Namespace ?? other.Namespace, folder);
    }

    private static bool IsIn(string path, string folder) => folder.Length == 0 || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
