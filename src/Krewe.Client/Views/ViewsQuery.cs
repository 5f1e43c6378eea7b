namespace Krewe.Client;

/// <summary>Which views. With a namespace or a folder those that lie in folders alone; else one's own and the shared ones with them.</summary>
public sealed record ViewsQuery
{
    /// <summary>In folders of this namespace, or <see cref="Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Namespaces.All;

    /// <summary>In this folder and those below it; null for any.</summary>
    public string? Folder { get; init; }

    /// <summary>Of views in folders only those in these namespaces; null for no bound.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>Of views in folders only those in one of these places; null for no bound.</summary>
    public IReadOnlyList<FolderPlace>? Places { get; init; }
}
