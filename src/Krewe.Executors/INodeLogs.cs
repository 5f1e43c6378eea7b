namespace Krewe.Executors;

/// <summary>Reads what nodes wrote, while they run and long after.</summary>
public interface INodeLogs
{
    /// <summary>Lines of one container that are whole now, over all attempts, from a position on.</summary>
    /// <param name="node">Whose log.</param>
    /// <param name="position">Where to go on: <see cref="NodeLogLine.Next"/> of the last line seen, or <see cref="NodeLogPosition.Start"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<NodeLogLine> ReadAsync(NodeLogRef node, NodeLogPosition position, CancellationToken cancellationToken);

    /// <summary>Lines of one container by number, over all attempts. However large the log is, no more of it is held in memory than is given.</summary>
    /// <param name="node">Whose log.</param>
    /// <param name="first">Number of the first line, from 1; a negative one counts from the end: -1 is the last line.</param>
    /// <param name="count">At most so many lines.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<NodeLogRange> ReadRangeAsync(NodeLogRef node, long first, int count, CancellationToken cancellationToken);

    /// <summary>Lines of one container that contain a text, over all attempts.</summary>
    /// <param name="node">Whose log.</param>
    /// <param name="search">What to look for, and for how long.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">The regular expression is not one.</exception>
    Task<NodeLogHits> SearchAsync(NodeLogRef node, NodeLogSearch search, CancellationToken cancellationToken);
}
