namespace Krewe.Client;

/// <summary>Which lines of a node's log.</summary>
/// <param name="Run">The run.</param>
/// <param name="Node">ID, name, display name or pod name of a node that writes a log; of a retried step the last attempt's is read.</param>
public sealed record LogRangeQuery(RunRef Run, string Node)
{
    /// <summary>Most lines of one answer.</summary>
    public const int MostLines = 5000;

    /// <summary>Container of the step.</summary>
    public string Container { get; init; } = "main";

    /// <summary>Number of the first line, from 1; a negative one counts from the end: -100 begins with the hundredth line from the end.</summary>
    public long First { get; init; } = 1;

    /// <summary>At most so many lines; the answer may have fewer when they are very long.</summary>
    public int Count { get; init; } = 500;
}
