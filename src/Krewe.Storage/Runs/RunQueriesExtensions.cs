namespace Krewe.Storage;

/// <summary>Shorter ways to ask for runs.</summary>
public static class RunQueriesExtensions
{
    /// <summary>One page, newest first.</summary>
    /// <param name="queries">The read side.</param>
    /// <param name="filter">Which runs.</param>
    /// <param name="after">Where to go on; null for the beginning.</param>
    /// <param name="limit">At most so many rows.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public static Task<RunPage> ListAsync(this IRunQueries queries, RunFilter filter, RunCursor? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return queries.ListAsync(filter, RunOrder.Newest, after, limit, cancellationToken);
    }
}
