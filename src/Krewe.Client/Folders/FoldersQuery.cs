namespace Krewe.Client;

/// <summary>Which folders.</summary>
public sealed record FoldersQuery
{
    /// <summary>A namespace, or <see cref="Client.Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Client.Namespaces.All;

    /// <summary>Only of these namespaces, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>Only what lies in one of these places, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<FolderPlace>? Places { get; init; }
}
