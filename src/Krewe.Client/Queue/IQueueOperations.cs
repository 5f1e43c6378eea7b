namespace Krewe.Client;

/// <summary>What waits, and why.</summary>
public interface IQueueOperations
{
    /// <summary>
    /// Runs that have not begun, are suspended, or one of whose nodes waits for a lock. What else goes on in runs at work
    /// (approvals, back-off, limits of their own) is told of one run by <see cref="GetWaitingAsync"/>.
    /// </summary>
    Task<QueuePage> ListQueueAsync(QueueQuery query, CancellationToken cancellationToken = default);

    /// <summary>Why a run, or parts of it, wait.</summary>
    /// <param name="run">The run.</param>
    /// <param name="within">Namespaces whose holders of locks may be named; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<RunWaiting> GetWaitingAsync(RunRef run, IReadOnlyList<string>? within = null, CancellationToken cancellationToken = default);
}
