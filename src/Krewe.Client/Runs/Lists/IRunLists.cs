namespace Krewe.Client;

/// <summary>Lists of runs as rows: what a table shows and no more.</summary>
public interface IRunLists
{
    /// <summary>One page of rows.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.InvalidArgument"/> for a filter that means nothing, with the place in its diagnostic.</exception>
    Task<RunRowPage> ListRowsAsync(RunRowsQuery query, CancellationToken cancellationToken = default);
}
