namespace Krewe.Storage;

/// <summary>The slot ledger of cron workflows, with their wake-ups. Safe for concurrent use.</summary>
public interface ICronStore
{
    /// <summary>
    /// Writes slots and the state after them in one transaction. A slot that is in the ledger already keeps what it says:
    /// an account is given once.
    /// </summary>
    /// <param name="state">The state after the slots.</param>
    /// <param name="slots">The slots.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task CommitCronAsync(CronState state, IReadOnlyList<CronSlot> slots, CancellationToken cancellationToken = default);

    /// <summary>The state of one cron workflow; null when none was written.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<CronState?> LoadCronAsync(string uid, CancellationToken cancellationToken = default);

    /// <summary>Cron workflows whose wake-up has come, the longest due first. They stand until a commit changes them.</summary>
    /// <param name="now">The present moment.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<CronState>> ListDueCronsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default);

    /// <summary>Slots of one cron workflow, the latest first.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="before">Only those due before this moment; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<CronSlot>> ListCronSlotsAsync(string uid, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default);

    /// <summary>How many slots of one cron workflow the ledger has by outcome; outcomes without a slot are left out.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyDictionary<CronSlotOutcome, long>> CountCronSlotsAsync(string uid, CancellationToken cancellationToken = default);

    /// <summary>Drops the oldest slots beyond a number.</summary>
    /// <param name="uid">The cron workflow's uid.</param>
    /// <param name="keep">How many of the latest stay.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task TrimCronAsync(string uid, int keep, CancellationToken cancellationToken = default);

    /// <summary>Forgets a cron workflow: its state, its wake-up and its slots.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task ForgetCronAsync(string uid, CancellationToken cancellationToken = default);
}
