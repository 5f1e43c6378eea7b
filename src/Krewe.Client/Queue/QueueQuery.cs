namespace Krewe.Client;

/// <summary>Which runs that wait.</summary>
public sealed record QueueQuery
{
    /// <summary>A namespace, or <see cref="Client.Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Client.Namespaces.All;

    /// <summary>Only of these namespaces, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>Only what lies in one of these places, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<FolderPlace>? Places { get; init; }

    /// <summary>At most so many; 0 for the engine's own measure.</summary>
    public int Limit { get; init; }

    /// <summary><see cref="QueuePage.Cursor"/> of the page before.</summary>
    public string? Cursor { get; init; }
}
