namespace Krewe.Client;

/// <summary>What to look for in the logs of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Text">The text or regular expression.</param>
public sealed record LogSearchQuery(RunRef Run, string Text)
{
    /// <summary>Most lines of one answer.</summary>
    public const int MostHits = 1000;

    /// <summary>Only of this node (as in <see cref="LogRangeQuery.Node"/>); null for all nodes, in the order in which they began.</summary>
    public string? Node { get; init; }

    /// <summary>Container of the steps.</summary>
    public string Container { get; init; } = "main";

    /// <summary>Whether <see cref="Text"/> is a regular expression (without look-around and back-references).</summary>
    public bool IsRegex { get; init; }

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>At most so many lines.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="LogSearchPage.Continue"/> of the answer before.</summary>
    public string? Continue { get; init; }
}
