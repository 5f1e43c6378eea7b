using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Writes the slot ledger; lives on the writer's thread.</summary>
internal sealed class SqliteCronWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _state = new(connection, """
        insert into cron values ($1, $2, $3, $4, $5, $6)
        on conflict (uid) do update set cursor = excluded.cursor, schedule = excluded.schedule, wakeup = excluded.wakeup
        """);

    private readonly SqliteStatement _slot = new(connection, "insert into cron_slot values ($1, $2, $3, $4, $5, $6, $7) on conflict (uid, due) do nothing");

    private readonly SqliteStatement _trim = new(connection, """
        delete from cron_slot where uid = $1 and due <= (select due from cron_slot where uid = $1 order by due desc limit 1 offset $2)
        """);

    private readonly SqliteStatement _forgetSlots = new(connection, "delete from cron_slot where uid = $1");

    private readonly SqliteStatement _forget = new(connection, "delete from cron where uid = $1");

    public int Commit(CronState state, IReadOnlyList<CronSlot> slots)
    {
        var key = state.Key;
        _state.Execute(key.Uid, key.Namespace, key.Name, Moments.ToStored(state.Cursor), state.Schedule, state.WakeupAt is { } due ? Moments.ToStored(due) : null);
        foreach (var slot in slots)
        {
            _slot.Execute(key.Uid, Moments.ToStored(slot.DueAt), (int)slot.Outcome, Moments.ToStored(slot.DecidedAt), slot.Reason, slot.RunName, slot.RunUid);
        }

        return slots.Count;
    }

    public int Trim(string uid, int keep) => _trim.Execute(uid, keep);

    public int Forget(string uid) => _forgetSlots.Execute(uid) + _forget.Execute(uid);

    public void Dispose()
    {
        foreach (var statement in new[] { _state, _slot, _trim, _forgetSlots, _forget })
        {
            statement.Dispose();
        }
    }
}
