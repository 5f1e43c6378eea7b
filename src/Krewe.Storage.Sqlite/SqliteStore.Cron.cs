using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

public sealed partial class SqliteStore
{
    private const string CronColumns = "uid, namespace, name, cursor, schedule, wakeup";

    /// <inheritdoc/>
    public Task CommitCronAsync(CronState state, IReadOnlyList<CronSlot> slots, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(slots);
        return _writer.WriteAsync(() => _crons.Commit(state, slots), _runs.Forget, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CronState?> LoadCronAsync(string uid, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(connection => Rows(connection, $"select {CronColumns} from cron where uid = $1", ReadCron, uid).SingleOrDefault(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CronState>> ListDueCronsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync<IReadOnlyList<CronState>>(
            connection => Rows(connection, $"select {CronColumns} from cron where wakeup <= $1 order by wakeup, uid limit $2", ReadCron, Moments.ToStored(now), limit),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CronSlot>> ListCronSlotsAsync(string uid, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync<IReadOnlyList<CronSlot>>(
            connection => Rows(
                connection,
                "select due, outcome, decided, reason, run_name, run_uid from cron_slot where uid = $1 and due < $2 order by due desc limit $3",
                ReadSlot,
                uid,
                before is { } moment ? Moments.ToStored(moment) : long.MaxValue,
                limit),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CronSlotOutcome, long>> CountCronSlotsAsync(string uid, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync<IReadOnlyDictionary<CronSlotOutcome, long>>(
            connection => Rows(connection, "select outcome, count(*) from cron_slot where uid = $1 group by outcome", reader => ((CronSlotOutcome)reader.GetInt32(0), reader.GetInt64(1)), uid)
                .ToDictionary(row => row.Item1, row => row.Item2),
            cancellationToken);

    /// <inheritdoc/>
    public Task TrimCronAsync(string uid, int keep, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _crons.Trim(uid, keep), _runs.Forget, cancellationToken);

    /// <inheritdoc/>
    public Task ForgetCronAsync(string uid, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _crons.Forget(uid), _runs.Forget, cancellationToken);

    private static CronState ReadCron(SqliteDataReader reader) => new(
        new CronKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)),
        Moments.FromStored(reader.GetInt64(3)),
        reader.GetString(4),
        reader.IsDBNull(5) ? null : Moments.FromStored(reader.GetInt64(5)));

    private static CronSlot ReadSlot(SqliteDataReader reader) => new()
    {
        DueAt = Moments.FromStored(reader.GetInt64(0)),
        Outcome = (CronSlotOutcome)reader.GetInt32(1),
        DecidedAt = Moments.FromStored(reader.GetInt64(2)),
        Reason = reader.IsDBNull(3) ? null : reader.GetString(3),
        RunName = reader.IsDBNull(4) ? null : reader.GetString(4),
        RunUid = reader.IsDBNull(5) ? null : reader.GetString(5),
    };
}
