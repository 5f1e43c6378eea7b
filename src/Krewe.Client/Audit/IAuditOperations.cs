namespace Krewe.Client;

/// <summary>The log of who changed what.</summary>
public interface IAuditOperations
{
    /// <summary>Changes, the latest first, without what was asked and what came of it.</summary>
    Task<AuditPage> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default);

    /// <summary>One change with all that is known of it.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<AuditEntry> GetAuditAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Writes down that a door refused a change before the engine heard of it. The one who asked is that of <see cref="Acting.Current"/>.</summary>
    Task NoteRefusalAsync(RefusedChange change, CancellationToken cancellationToken = default);
}
