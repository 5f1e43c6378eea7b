namespace Krewe.Executors;

/// <summary>Reads what nodes wrote, while they run and long after.</summary>
public interface INodeLogs
{
    /// <summary>Lines of one container that are whole now, over all attempts, from a position on.</summary>
    /// <param name="node">Whose log.</param>
    /// <param name="position">Where to go on: <see cref="NodeLogLine.Next"/> of the last line seen, or <see cref="NodeLogPosition.Start"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<NodeLogLine> ReadAsync(NodeLogRef node, NodeLogPosition position, CancellationToken cancellationToken);
}
