using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

/// <summary>The store in a PostgreSQL database that many silos share.</summary>
/// <remarks>
/// Each store has one connection that writes runs and a pool for everything else. Change numbers come from transaction ids:
/// a watch sees changes once every transaction that began before them has ended, so none is passed over.
/// </remarks>
public sealed partial class PostgreSqlStore : IKreweStore
{
    private readonly PostgreSqlDatabase _database;
    private readonly RunWriter _runs;
    private readonly TimeProvider _time;
    private readonly NpgsqlConnection? _guard;
    private int _disposed;

    private PostgreSqlStore(PostgreSqlDatabase database, NpgsqlConnection? guard, TimeProvider time)
    {
        _guard = guard;
        _database = database;
        _time = time;
        _runs = new RunWriter(database, time);
    }

    /// <summary>Connects and brings the schema up to date.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">It cannot be used; the message says why and what would help.</exception>
    public static async Task<PostgreSqlStore> OpenAsync(PostgreSqlStoreOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.ConnectionString, nameof(options));
        var database = new PostgreSqlDatabase(options);
        try
        {
            await database.RepeatAsync(
                async (connection, cancel) =>
                {
                    database.CheckVersion(connection);
                    await PostgreSqlSchema.MigrateAsync(connection, database.Where, time ?? TimeProvider.System, cancel).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            var guard = options.Exclusive || options.Shared ? await GuardAsync(database, options.Shared, cancellationToken).ConfigureAwait(false) : null;
            return new PostgreSqlStore(database, guard, time ?? TimeProvider.System);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Finishes what was handed in and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _runs.DisposeAsync().ConfigureAwait(false);
            if (_guard is not null)
            {
                await _guard.DisposeAsync().ConfigureAwait(false);
            }

            await _database.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A session that has the schema's lock, which the server frees when the session ends in whatever way.</summary>
    private static async Task<NpgsqlConnection> GuardAsync(PostgreSqlDatabase database, bool shared, CancellationToken cancellationToken)
    {
        var guard = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        var take = shared ? "pg_try_advisory_lock_shared" : "pg_try_advisory_lock";
        var command = new NpgsqlCommand($"select {take}(hashtextextended('krewe engine of ' || current_schema(), 0))", guard);
        await using var _ = command.ConfigureAwait(false);
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
        {
            return guard;
        }

        await guard.DisposeAsync().ConfigureAwait(false);
        throw new StorageException($"{database.Where} is in use by {(shared ? "an engine that shares it with nobody" : "another engine")}: stop that one first, or give this one a database or a schema of its own (Search Path)");
    }

    [SuppressMessage("Design", "CA1068", Justification = "The values of the statement are the tail of the call.")]
    private Task<List<T>> RowsAsync<T>(CancellationToken cancellationToken, Func<NpgsqlDataReader, T> read, string sql, params object?[] values) => _database.RepeatAsync(
        async (connection, cancel) =>
        {
            var batch = new Batch(connection).Add(sql, values);
            await using var _ = batch.ConfigureAwait(false);
            var reader = await batch.QueryAsync(cancel).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            return await ReadAsync(reader, read, cancel).ConfigureAwait(false);
        },
        cancellationToken);

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static async Task<List<T>> NextAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(reader, read, cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }
}
