namespace Krewe.Storage;

public sealed partial class InMemoryStore
{
    private readonly Dictionary<string, CronState> _crons = [];
    private readonly Dictionary<string, SortedDictionary<DateTimeOffset, CronSlot>> _slots = [];

    /// <inheritdoc/>
    public Task CommitCronAsync(CronState state, IReadOnlyList<CronSlot> slots, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(slots);
        lock (_gate)
        {
            _crons[state.Key.Uid] = state with
            {
                Cursor = Moments.Trim(state.Cursor),
                WakeupAt = state.WakeupAt is { } due ? Moments.Trim(due) : null,
            };
            var ledger = _slots.TryGetValue(state.Key.Uid, out var known) ? known : _slots[state.Key.Uid] = [];
            foreach (var slot in slots)
            {
                ledger.TryAdd(Moments.Trim(slot.DueAt), slot with { DueAt = Moments.Trim(slot.DueAt), DecidedAt = Moments.Trim(slot.DecidedAt) });
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<CronState?> LoadCronAsync(string uid, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_crons.GetValueOrDefault(uid));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CronState>> ListDueCronsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<CronState>>(_crons.Values.Where(cron => cron.WakeupAt <= now)
                .OrderBy(cron => cron.WakeupAt).ThenBy(cron => cron.Key.Uid, StringComparer.Ordinal).Take(limit).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CronSlot>> ListCronSlotsAsync(string uid, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<CronSlot>>(SlotsOf(uid).Where(slot => before is null || slot.DueAt < before)
                .OrderByDescending(slot => slot.DueAt).Take(limit).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CronSlotOutcome, long>> CountCronSlotsAsync(string uid, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyDictionary<CronSlotOutcome, long>>(SlotsOf(uid).GroupBy(slot => slot.Outcome)
                .ToDictionary(group => group.Key, group => (long)group.Count()));
        }
    }

    /// <inheritdoc/>
    public Task TrimCronAsync(string uid, int keep, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            foreach (var slot in SlotsOf(uid).OrderByDescending(slot => slot.DueAt).Skip(keep).ToArray())
            {
                _slots[uid].Remove(slot.DueAt);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ForgetCronAsync(string uid, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _crons.Remove(uid);
            _slots.Remove(uid);
        }

        return Task.CompletedTask;
    }

    private IReadOnlyCollection<CronSlot> SlotsOf(string uid) => _slots.TryGetValue(uid, out var ledger) ? ledger.Values : [];
}
