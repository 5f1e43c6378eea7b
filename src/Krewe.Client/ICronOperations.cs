namespace Krewe.Client;

/// <summary>What cron workflows have beside other definitions.</summary>
public interface ICronOperations
{
    /// <summary>The slot ledger of a cron workflow: what became of every moment at which it was due.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<CronSlotPage> ListCronSlotsAsync(CronSlotsQuery query, CancellationToken cancellationToken = default);
}
