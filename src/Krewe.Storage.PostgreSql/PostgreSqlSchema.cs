using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Brings a database to the newest schema, forward only, one transaction a step; silos that start together take turns.</summary>
internal static class PostgreSqlSchema
{
    private const long LockKey = 0x6b72657765; // "krewe"

    public static async Task MigrateAsync(NpgsqlConnection connection, string where, TimeProvider time, CancellationToken cancellationToken)
    {
        // If anything goes wrong no engine begins, and the lock goes with the connection.
        await RunAsync(connection, $"set lock_timeout = 0; select pg_advisory_lock({LockKey})", cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, "create table if not exists schema_migration (number integer primary key, name text not null, applied bigint not null)", cancellationToken).ConfigureAwait(false);
        var steps = Steps();
        var newest = steps[^1].Number;
        var present = await NumberAsync(connection, "select coalesce(max(number), 0)::bigint from schema_migration", cancellationToken).ConfigureAwait(false);
        if (present > newest)
        {
            throw new StorageException($"{where} has schema {present}, this program knows up to {newest}: it was used by a newer Krewe, which is needed to open it");
        }

        foreach (var (number, name) in steps.Where(step => step.Number > present))
        {
            var applied = Moments.ToStored(time.GetUtcNow());
            var note = string.Create(CultureInfo.InvariantCulture, $"insert into schema_migration values ({number}, '{name}', {applied});");
            await RunAsync(connection, $"begin; {Read(name)} {note} commit;", cancellationToken).ConfigureAwait(false);
        }

        await RaiseShiftAsync(connection, cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, $"reset lock_timeout; select pg_advisory_unlock({LockKey})", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>After a restore into another server transaction ids begin anew: change numbers must go on from those stored.</summary>
    private static Task RaiseShiftAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => RunAsync(
        connection,
        """
        update change_shift set shift = shift + 1 + ((last.no - krewe_horizon()) >> 20)
        from (select greatest(
            coalesce((select max(change_no) from run_change), 0),
            coalesce((select max(version) from object), 0),
            coalesce((select max(change_no) from tombstone), 0),
            (select forgotten from horizon)) as no) last
        where last.no > (select (pg_current_xact_id()::text::bigint + shift) << 20 from change_shift)
        """,
        cancellationToken);

    /// <summary>Number of the last step.</summary>
    public static int Newest => Steps()[^1].Number;

    private static List<(int Number, string Name)> Steps() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        .Select(name => (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name)).Order().ToList();

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static async Task<long> NumberAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
