namespace Krewe.Storage;

/// <summary>What a run grain writes through: one commit in, its durable outcome back.</summary>
public interface IRunCommitter
{
    /// <summary>Commits together with whatever else waits.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="cancellationToken">Stops waiting for a place in the queue. Once queued the commit goes through and only the wait ends.</param>
    /// <returns>The outcome. Effects may leave the grain after <see cref="CommitStatus.Committed"/> and not before.</returns>
    /// <exception cref="CommitUncertainException">It is not known whether the commit is stored: discard the state and reload.</exception>
    /// <exception cref="ObjectDisposedException">The committer no longer takes commits; nothing was written.</exception>
    Task<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default);
}
