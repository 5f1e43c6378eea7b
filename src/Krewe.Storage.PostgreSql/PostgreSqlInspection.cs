using System.Data.Common;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Looks at a database without changing it.</summary>
public static class PostgreSqlInspection
{
    /// <summary>Number of the first migration that has the list of servers.</summary>
    private const int SilosSince = 3;

    private static readonly string[] Statuses = ["None", "Created", "Joining", "Active", "ShuttingDown", "Stopping", "Dead"];

    /// <summary>Looks, within five seconds.</summary>
    /// <param name="options">Where.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">It cannot be reached or used; the message says why and what would help.</exception>
    public static async Task<PostgreSqlFindings> InspectAsync(PostgreSqlStoreOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var database = new PostgreSqlDatabase(new PostgreSqlStoreOptions { ConnectionString = options.ConnectionString, PasswordFile = options.PasswordFile, MaxConnections = 1, RetryFor = TimeSpan.FromSeconds(5) });
        await using var _ = database.ConfigureAwait(false);
        return await database.RepeatAsync((connection, cancel) => InspectAsync(connection, database.Where, options, time, cancel), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PostgreSqlFindings> InspectAsync(NpgsqlConnection connection, string where, PostgreSqlStoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        // The first statement of a connection takes longer, and would make the clocks look further apart.
        await RowsAsync(connection, "select 1", row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
        var asked = time.GetTimestamp();
        var own = time.GetUtcNow();
        var clock = (await RowsAsync(connection, "select clock_timestamp()", row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken).ConfigureAwait(false))[0];
        var took = time.GetElapsedTime(asked);
        var findings = (await RowsAsync(
            connection,
            """
            select current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), pg_is_in_recovery(), current_schema(),
                coalesce(has_schema_privilege(current_schema(), 'usage'), false), coalesce(has_schema_privilege(current_schema(), 'create'), false),
                current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer,
                (select count(*)::integer from pg_stat_activity where backend_type = 'client backend'),
                to_regclass('schema_migration') is not null
            """,
            row => (HasMigrations: row.GetBoolean(9), Findings: new PostgreSqlFindings
            {
                Where = where,
                Version = connection.PostgreSqlVersion,
                Clock = clock,
                OwnClock = own + (took / 2),
                RoundTrip = took,
                Fsync = row.GetString(0),
                FullPageWrites = row.GetString(1),
                SynchronousCommit = row.GetString(2),
                IsStandby = row.GetBoolean(3),
                Schema = row.IsDBNull(4) ? null : row.GetString(4),
                MayUse = row.GetBoolean(5),
                MayCreate = row.GetBoolean(6),
                MaxConnections = row.GetInt32(7),
                UsedConnections = row.GetInt32(8),
                ConnectionsPerServer = PostgreSqlDatabase.ConnectionsOf(options) + PostgreSqlMembership.Connections,
                NewestMigration = PostgreSqlSchema.Newest,
            }),
            cancellationToken).ConfigureAwait(false))[0];
        if (!findings.HasMigrations || !findings.Findings.MayUse)
        {
            return findings.Findings;
        }

        var migration = (await RowsAsync(connection, "select coalesce(max(number), 0) from schema_migration", row => row.GetInt32(0), cancellationToken).ConfigureAwait(false))[0];
        return findings.Findings with { Migration = migration, Silos = migration < SilosSince ? [] : await SilosAsync(connection, cancellationToken).ConfigureAwait(false) };
    }

    private static Task<List<PostgreSqlSilo>> SilosAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => RowsAsync(
        connection,
        "select name, address || ':' || port, status, clock_timestamp() - alive from silo order by name, generation",
        row => new PostgreSqlSilo(row.GetString(0), row.GetString(1), Statuses.ElementAtOrDefault(row.GetInt32(2)) ?? "Unknown", row.GetFieldValue<TimeSpan>(3)),
        cancellationToken);

    private static async Task<List<T>> RowsAsync<T>(NpgsqlConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
