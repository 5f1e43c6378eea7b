namespace Krewe.Client;

/// <summary>Folders.</summary>
public sealed record FolderList
{
    /// <summary>The folders by namespace and path, so that each comes before those in it.</summary>
    public IReadOnlyList<FolderItem> Items { get; init; } = [];
}
