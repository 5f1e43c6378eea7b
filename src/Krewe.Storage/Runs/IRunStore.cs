namespace Krewe.Storage;

/// <summary>
/// The record of truth: logs of runs, with the rows that follow from them. Implementations are safe for concurrent use, and
/// keep what they are handed and give back the same bytes (encoding is theirs).
/// </summary>
public interface IRunStore
{
    /// <summary>
    /// Writes a batch in one transaction. Each commit has its own outcome; one that is refused leaves no trace and does not
    /// harm the others. Commits of the same run are taken in the order given.
    /// </summary>
    /// <param name="batch">The commits.</param>
    /// <param name="cancellationToken">Observed only before the transaction begins.</param>
    /// <returns>One answer per commit, in order. When the task fails, nothing or all may have been written: reload.</returns>
    Task<IReadOnlyList<CommitResult>> CommitAsync(IReadOnlyList<RunCommit> batch, CancellationToken cancellationToken = default);

    /// <summary>Loads one run.</summary>
    /// <param name="runId">Its uid.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <returns>The run, or null when there is none.</returns>
    Task<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Uids of all runs, whatever has become of them, that lie between two, in order of uid (by the numbers of their characters).</summary>
    /// <param name="after">The uid before the first.</param>
    /// <param name="before">The uid behind the last.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<string>> ListBetweenAsync(string after, string before, CancellationToken cancellationToken = default);

    /// <summary>Uids of the runs that have not completed, in order of uid, for recovery after a start.</summary>
    /// <param name="afterRunId">The last uid of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<string>> ListActiveAsync(string? afterRunId, int limit, CancellationToken cancellationToken = default);

    /// <summary>Of the runs that have not completed, those whose steps one host has (<see cref="RunCommit.Owner"/>), in order of uid.</summary>
    /// <param name="owner">The host.</param>
    /// <param name="afterRunId">The last uid of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <remarks>A store that belongs to one host: all of them.</remarks>
    Task<IReadOnlyList<string>> ListOwnedAsync(string owner, string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        ListActiveAsync(afterRunId, limit, cancellationToken);

    /// <summary>Of the runs that have not completed, those whose steps none of some hosts has, in order of uid.</summary>
    /// <param name="owners">The hosts that are there.</param>
    /// <param name="afterRunId">The last uid of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <remarks>A store that belongs to one host: none.</remarks>
    Task<IReadOnlyList<string>> ListOrphansAsync(IReadOnlyCollection<string> owners, string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Wake-ups that are due, the oldest first. They stand until a commit of the run changes them.</summary>
    /// <param name="now">The present moment.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<DueWakeup>> ListDueWakeupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default);
}
