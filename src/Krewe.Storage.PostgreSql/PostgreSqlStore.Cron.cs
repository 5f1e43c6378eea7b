using Npgsql;

namespace Krewe.Storage.PostgreSql;

public sealed partial class PostgreSqlStore
{
    private const string CronColumns = "uid, namespace, name, cursor, schedule, wakeup";

    /// <inheritdoc/>
    public Task CommitCronAsync(CronState state, IReadOnlyList<CronSlot> slots, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(slots);
        return ExecuteAsync(
            cancellationToken,
            """
            with slots as (
                insert into cron_slot select $1, * from unnest($7::bigint[], $8::integer[], $9::bigint[], $10::text[], $11::text[], $12::text[])
                on conflict (uid, due) do nothing)
            insert into cron values ($1, $2, $3, $4, $5, $6::bigint)
            on conflict (uid) do update set cursor = excluded.cursor, schedule = excluded.schedule, wakeup = excluded.wakeup
            """,
            state.Key.Uid,
            state.Key.Namespace,
            state.Key.Name,
            Moments.ToStored(state.Cursor),
            state.Schedule,
            state.WakeupAt is { } due ? Moments.ToStored(due) : null,
            slots.Select(slot => Moments.ToStored(slot.DueAt)).ToArray(),
            slots.Select(slot => (int)slot.Outcome).ToArray(),
            slots.Select(slot => Moments.ToStored(slot.DecidedAt)).ToArray(),
            slots.Select(slot => PostgreSqlText.CleanOrNull(slot.Reason)).ToArray(),
            slots.Select(slot => slot.RunName).ToArray(),
            slots.Select(slot => slot.RunUid).ToArray());
    }

    /// <inheritdoc/>
    public async Task<CronState?> LoadCronAsync(string uid, CancellationToken cancellationToken = default) =>
        (await RowsAsync(cancellationToken, ReadCron, $"select {CronColumns} from cron where uid = $1", uid).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CronState>> ListDueCronsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        await RowsAsync(cancellationToken, ReadCron, $"select {CronColumns} from cron where wakeup <= $1 order by wakeup, uid limit $2", Moments.ToStored(now), limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CronSlot>> ListCronSlotsAsync(string uid, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default) =>
        await RowsAsync(
            cancellationToken,
            ReadSlot,
            "select due, outcome, decided, reason, run_name, run_uid from cron_slot where uid = $1 and due < $2 order by due desc limit $3",
            uid, before is { } moment ? Moments.ToStored(moment) : long.MaxValue, limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<CronSlotOutcome, long>> CountCronSlotsAsync(string uid, CancellationToken cancellationToken = default)
    {
        var counts = await RowsAsync(
            cancellationToken,
            row => ((CronSlotOutcome)row.GetInt32(0), row.GetInt64(1)),
            "select outcome, count(*) from cron_slot where uid = $1 group by outcome",
            uid).ConfigureAwait(false);
        return counts.ToDictionary(row => row.Item1, row => row.Item2);
    }

    /// <inheritdoc/>
    public Task TrimCronAsync(string uid, int keep, CancellationToken cancellationToken = default) => ExecuteAsync(
        cancellationToken,
        "delete from cron_slot where uid = $1 and due <= (select due from cron_slot where uid = $1 order by due desc limit 1 offset $2)",
        uid, keep);

    /// <inheritdoc/>
    public Task ForgetCronAsync(string uid, CancellationToken cancellationToken = default) =>
        ExecuteAsync(cancellationToken, "with slots as (delete from cron_slot where uid = $1) delete from cron where uid = $1", uid);

    private static CronState ReadCron(NpgsqlDataReader row) => new(
        new CronKey(row.GetString(0), row.GetString(1), row.GetString(2)),
        Moments.FromStored(row.GetInt64(3)),
        row.GetString(4),
        row.IsDBNull(5) ? null : Moments.FromStored(row.GetInt64(5)));

    private static CronSlot ReadSlot(NpgsqlDataReader row) => new()
    {
        DueAt = Moments.FromStored(row.GetInt64(0)),
        Outcome = (CronSlotOutcome)row.GetInt32(1),
        DecidedAt = Moments.FromStored(row.GetInt64(2)),
        Reason = row.IsDBNull(3) ? null : row.GetString(3),
        RunName = row.IsDBNull(4) ? null : row.GetString(4),
        RunUid = row.IsDBNull(5) ? null : row.GetString(5),
    };
}
