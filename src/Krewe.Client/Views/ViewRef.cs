namespace Krewe.Client;

/// <summary>Which view: names are unique among those of one owner, among the shared ones, and in each folder.</summary>
/// <param name="Name">Its name.</param>
public sealed record ViewRef(string Name)
{
    /// <summary>Whether the one that everybody sees is meant, and not one's own.</summary>
    public bool Shared { get; init; }

    /// <summary>Namespace of the folder that it lies in; null for one in no folder.</summary>
    public string? Namespace { get; init; }

    /// <summary>The folder that it lies in; null for one in no folder.</summary>
    public string? Folder { get; init; }

    /// <summary>The place of a view.</summary>
    /// <param name="view">The view.</param>
    public static ViewRef Of(SavedView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new ViewRef(view.Name) { Shared = view.Shared, Namespace = view.Namespace, Folder = view.Folder };
    }
}
