namespace Krewe.Storage;

/// <summary>How runs leave the store.</summary>
public interface IRunRetention
{
    /// <summary>Deletes a run wholly, live or ended; an owner that still writes to it is fenced from then on.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(string uid, CancellationToken cancellationToken = default);

    /// <summary>Lets another run have the name of this one, which stays in lists and by uid.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    /// <returns>False when there is no such run or it did not hold its name.</returns>
    Task<bool> ReleaseNameAsync(string uid, CancellationToken cancellationToken = default);

    /// <summary>Uids of runs whose time to live is over, the longest overdue first.</summary>
    /// <param name="now">The present moment.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<string>> ListExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default);

    /// <summary>Uids of ended runs of one phase beyond the newest ones (by finish) that are kept, the newest of them first.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="keep">How many are kept.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<string>> ListBeyondAsync(string phase, int keep, int limit, CancellationToken cancellationToken = default);

    /// <summary>Forgets deletions and client request ids older than a moment; watches from before it are told to list again.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default);
}
