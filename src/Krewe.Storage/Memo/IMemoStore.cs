namespace Krewe.Storage;

/// <summary>Results of memoized nodes. Safe for concurrent use.</summary>
public interface IMemoStore
{
    /// <summary>Reads an entry, or null.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<MemoEntry?> GetAsync(MemoKey key, CancellationToken cancellationToken = default);

    /// <summary>Notes that an entry was of use; without an entry nothing happens.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task TouchAsync(MemoKey key, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Stores an entry in place of what was there.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task PutAsync(MemoKey key, ReadOnlyMemory<byte> payload, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Deletes entries that have not been of use since a moment.</summary>
    /// <param name="lastHitBefore">The moment.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    /// <returns>How many were deleted.</returns>
    Task<int> CollectAsync(DateTimeOffset lastHitBefore, CancellationToken cancellationToken = default);
}
