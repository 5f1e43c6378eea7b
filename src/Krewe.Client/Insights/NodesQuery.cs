namespace Krewe.Client;

/// <summary>Which nodes of a run.</summary>
/// <param name="Run">The run.</param>
public sealed record NodesQuery(RunRef Run)
{
    /// <summary>Most nodes of one page, and below one node.</summary>
    public const int MostNodes = 500;

    /// <summary>Deepest that one answer goes.</summary>
    public const int MostLevels = 5;

    /// <summary>ID of the node whose content is wanted; null for the top.</summary>
    public string? Parent { get; init; }

    /// <summary><see cref="NodeItem.Part"/> of the parent: large runs are read part by part.</summary>
    public string? Part { get; init; }

    /// <summary>How many levels: 1 for the content alone, 2 for what is in that, too.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>At most so many nodes on the page, and of the content of each.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="NodePage.Continue"/> of the page before.</summary>
    public string? Continue { get; init; }

    /// <summary>Only nodes in these phases; empty for all.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Only nodes whose name for display contains this, whatever its case.</summary>
    public string? Name { get; init; }

    /// <summary>Whether all that is below the parent, however deep, is looked through rather than its content alone; the answer is flat.</summary>
    public bool Everywhere { get; init; }
}
