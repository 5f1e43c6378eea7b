namespace Krewe.Storage;

/// <summary>
/// Usage by day and key, added up in the transactions of the commits that bring it (<see cref="RunCommit.Usage"/>): once for each commit
/// that is stored, never for one that is refused. It stays when its run is deleted, and grows with days and keys, not with runs.
/// </summary>
public interface IUsageStore
{
    /// <summary>Sums of usage.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<UsageSums> SumUsageAsync(UsageSumQuery query, CancellationToken cancellationToken = default);

    /// <summary>Since when all usage is counted. Of runs that ended before, no more is known than their number and how long they took, and only of those that were there at this moment.</summary>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<DateTimeOffset> GetUsageSinceAsync(CancellationToken cancellationToken = default);
}
