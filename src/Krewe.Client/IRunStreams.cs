namespace Krewe.Client;

/// <summary>What happens while it happens.</summary>
public interface IRunStreams
{
    /// <summary>
    /// Follows one run: first its present state (type <see cref="UpdateType.Added"/>), then each change that an observer should see.
    /// The stream ends by itself after the update that carries the final phase, or after <see cref="UpdateType.Deleted"/>.
    /// </summary>
    /// <remarks>Changes may be folded together when the reader is slow; the last one is never lost.</remarks>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>, at the first element.</exception>
    IAsyncEnumerable<WorkflowUpdate> WatchAsync(RunRef run, WatchOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows all runs that match: those there are (<see cref="UpdateType.Added"/>), then every change. Ends only by cancellation.
    /// Updates are whole workflows, without <c>status.nodes</c> unless the query asks for them.
    /// </summary>
    IAsyncEnumerable<WorkflowUpdate> WatchListAsync(ListRunsQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Log lines of one node or of the whole run. Without <see cref="LogQuery.Follow"/> what is there now, merged by time;
    /// with it, on until the run (or the one node asked for) is over.
    /// </summary>
    IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, CancellationToken cancellationToken = default);
}
