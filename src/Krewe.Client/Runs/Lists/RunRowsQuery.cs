namespace Krewe.Client;

/// <summary>Which rows, in which order, and which page of them.</summary>
public sealed record RunRowsQuery
{
    /// <summary>A namespace, or <see cref="Client.Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Client.Namespaces.All;

    /// <summary>Only of these namespaces, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>Only what lies in one of these places, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<FolderPlace>? Places { get; init; }

    /// <summary>In the filter language, such as <c>status:failed label:team=pay duration:&gt;10m</c>; null or blank for all.</summary>
    public string? Filter { get; init; }

    /// <summary>What stands as the creator on runs of the one who asks, for <c>creator:me</c>; null when that is not known.</summary>
    public string? Me { get; init; }

    /// <summary><c>created</c>, <c>finished</c> or <c>name</c>, with <c>-</c> in front for downwards; null for <c>-created</c>. Runs that go on are not in a list by finish.</summary>
    public string? Sort { get; init; }

    /// <summary>Most rows of a page; 0 for the engine's own measure.</summary>
    public int Limit { get; init; }

    /// <summary><see cref="RunRowPage.Cursor"/> of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether the page says how many runs there are by phase.</summary>
    public bool Counts { get; init; }
}
