namespace Krewe.Client;

/// <summary>Which part of a run's timeline.</summary>
/// <param name="Run">The run.</param>
public sealed record TimelineQuery(RunRef Run)
{
    /// <summary>Most nodes of one page.</summary>
    public const int MostNodes = 2000;

    /// <summary>At most so many nodes.</summary>
    public int Limit { get; init; } = 500;

    /// <summary><see cref="TimelinePage.Continue"/> of the page before.</summary>
    public string? Continue { get; init; }

    /// <summary>Only nodes in these phases; empty for all.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Only nodes whose name for display contains this, whatever its case.</summary>
    public string? Name { get; init; }
}
