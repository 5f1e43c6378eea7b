using Krewe.Benchmarks.Bases;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Storage.PostgreSql;
using Krewe.Testing;
using Npgsql;

namespace Krewe.Benchmarks.PostgreSql;

/// <summary>A PostgreSQL server of a goal's own with fsync on, the engine that keeps its runs there, and the bare records beside it.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly PostgreSqlServer _server;

    private BenchDatabase(PostgreSqlServer server, string connectionString, PostgreSqlRecords records)
    {
        _server = server;
        ConnectionString = connectionString;
        Records = records;
        Source = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public PostgreSqlRecords Records { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<BenchDatabase> StartAsync()
    {
        var server = await PostgreSqlServer.StartAsync();
        var connectionString = await server.CreateDatabaseAsync();
        return new BenchDatabase(server, connectionString, await PostgreSqlRecords.OpenAsync(connectionString));
    }

    /// <summary>A further empty database of the server; returns how to reach it.</summary>
    public Task<string> CreateAsync() => _server.CreateDatabaseAsync();

    /// <summary>How a further engine, in whatever process, reaches the database.</summary>
    public static PostgreSqlStoreOptions Options(string connectionString) => new() { ConnectionString = connectionString, Exclusive = true };

    /// <summary>An engine on the database whose nodes end as soon as they start.</summary>
    public Task<BenchEngine> StartNoOpAsync(BenchOptions options, string name) => BenchEngine.StartNoOpAsync(options.NewFolder(name), StoreKind.PostgreSql, postgreSql: Options(ConnectionString));

    /// <summary>Processor time of the server and its sessions, in seconds.</summary>
    public double ProcessorSeconds => ProcessorTime.Tree(_server.ProcessId);

    /// <summary>How far the server's log is, in bytes.</summary>
    public async Task<double> LogBytesAsync() => await QueryAsync<long>("select (pg_current_wal_lsn() - '0/0')::bigint");

    /// <summary>Waits until the server's counts are whole: an idle session hands its own in after ten seconds.</summary>
    public static Task CountedAsync() => Task.Delay(TimeSpan.FromSeconds(11));

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Makes the server write what it holds back, and count what is dead: what one slice leaves must not be paid by the next.</summary>
    public async Task SettleAsync()
    {
        await using var command = Source.CreateCommand("vacuum analyze");
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
        await using var checkpoint = Source.CreateCommand("checkpoint");
        checkpoint.CommandTimeout = 600;
        await checkpoint.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Records.DisposeAsync();
        await Source.DisposeAsync();
        await _server.DisposeAsync();
    }
}
