namespace Krewe.Storage;

/// <summary>The log of who changed what. Records are added, told once what became of them, and dropped when they are old. Safe for concurrent use.</summary>
public interface IAuditStore
{
    /// <summary>
    /// Writes records in one transaction. Of one that is there already, object, outcome, message and detail are replaced if its
    /// outcome was still <see cref="AuditOutcome.Pending"/>, and nothing else ever: what became of a change is said once.
    /// </summary>
    /// <param name="records">The records.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task WriteAuditAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default);

    /// <summary>Records, the latest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Where to go on; null for the beginning.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditFilter filter, AuditCursor? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>One record, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<AuditRecord?> GetAuditAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Drops the oldest records from before a moment.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    /// <returns>How many were dropped.</returns>
    Task<int> TrimAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default);
}
