namespace Krewe.Client;

/// <summary>What a run's page shows: part by part, so that a run of many nodes is never sent whole.</summary>
public interface IRunInsights
{
    /// <summary>The head of a run's page.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<RunOverview> GetOverviewAsync(RunRef run, CancellationToken cancellationToken = default);

    /// <summary>Why a run failed, and since when its steps fail.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<FailureReport> ExplainAsync(RunRef run, CancellationToken cancellationToken = default);

    /// <summary>A page of nodes.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>: no such run or node.</exception>
    Task<NodePage> ListNodesAsync(NodesQuery query, CancellationToken cancellationToken = default);

    /// <summary>The nodes that changed after a version.</summary>
    /// <param name="run">The run.</param>
    /// <param name="since">A version that a page or the answer before had.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<NodeChanges> ListNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default);

    /// <summary>The nodes that change after a version, as they do; ends by itself with the run. At most four times a second.</summary>
    /// <param name="run">The run.</param>
    /// <param name="since">A version that a page or the answer before had.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>, at the first element or when the run is deleted.</exception>
    IAsyncEnumerable<NodeChanges> WatchNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default);

    /// <summary>When each node waited and when it worked, a page of them.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<TimelinePage> GetTimelineAsync(TimelineQuery query, CancellationToken cancellationToken = default);

    /// <summary>The chain of nodes that decided how long a run took, or takes so far.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<CriticalPathReport> GetCriticalPathAsync(RunRef run, CancellationToken cancellationToken = default);

    /// <summary>What differs between two runs, whatever they are runs of.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<RunComparison> CompareAsync(RunRef left, RunRef right, CancellationToken cancellationToken = default);

    /// <summary>Lines of a node's log by number, from either end.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>: no such run or node; <see cref="KreweErrorCode.Unavailable"/>: the log's host is not there.</exception>
    Task<LogRange> ReadLogRangeAsync(LogRangeQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lines that contain a text, of one node or of the run.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.InvalidArgument"/>: not a regular expression that can be used.</exception>
    Task<LogSearchPage> SearchLogsAsync(LogSearchQuery query, CancellationToken cancellationToken = default);
}
