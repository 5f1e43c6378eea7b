namespace Krewe.Client;

/// <summary>Limits of semaphores, and who holds and waits for locks.</summary>
public interface ISyncOperations
{
    /// <summary>Makes a limit that is not there yet.</summary>
    /// <exception cref="KreweException">It is there, or is not above zero.</exception>
    Task<SyncLimit> CreateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default);

    /// <summary>Reads a limit.</summary>
    /// <param name="limit">Names it; its number does not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<SyncLimit> GetSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default);

    /// <summary>Changes a limit; who waits for it and may hold it now goes on.</summary>
    Task<SyncLimit> UpdateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default);

    /// <summary>Takes a limit away. Those that hold the semaphore go on.</summary>
    /// <param name="limit">Names it; its number does not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task DeleteSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default);

    /// <summary>The locks of a namespace that somebody holds or waits for.</summary>
    /// <param name="namespace">Empty for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<LockInfo>> ListLocksAsync(string @namespace, CancellationToken cancellationToken = default);
}
