using System.Globalization;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Connections to one database: opened with bounded back-off, set up alike, and told about in words when they fail.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    /// <summary>The oldest server that has what is used.</summary>
    public const int OldestVersion = 14;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);

    // A silo that freezes or loses its network in the middle of a flush must not hold rows for long: the server ends it.
    // Nothing that is asked here takes long enough to be worth compiling.
    private const string SessionSettings =
        "-c jit=off -c lock_timeout=5s -c idle_in_transaction_session_timeout=10s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c synchronous_commit=on";

    private readonly NpgsqlDataSource _source;
    private readonly TimeSpan _retryFor;

    public PostgreSqlDatabase(PostgreSqlStoreOptions options)
    {
        (_source, var settings) = Connect(options, ConnectionsOf(options));
        Where = string.Create(CultureInfo.InvariantCulture, $"PostgreSQL database '{settings.Database ?? settings.Username}' at {settings.Host}:{settings.Port}");
        _retryFor = options.RetryFor;
    }

    /// <summary>Connections that a store has at most: the writer and the one that keeps other engines out beside the rest.</summary>
    public static int ConnectionsOf(PostgreSqlStoreOptions options) => options.MaxConnections + 2;

    /// <summary>A source of connections, set up as all are, of its own for what must not wait for the others.</summary>
    /// <exception cref="StorageException">The connection string is wrong.</exception>
    public static (NpgsqlDataSource Source, NpgsqlConnectionStringBuilder Settings) Connect(PostgreSqlStoreOptions options, int most)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            throw new StorageException($"the PostgreSQL connection string is wrong: {wrong.Message}; it looks like 'Host=db;Database=krewe;Username=krewe'", wrong);
        }

        settings.ApplicationName ??= "krewe";
        settings.MaxPoolSize = most;
        settings.MaxAutoPrepare = settings.MaxAutoPrepare == 0 ? 100 : settings.MaxAutoPrepare;
        settings.AutoPrepareMinUsages = 2;
        // Nothing is set for a session that the next who has it must not find; to undo it each time takes seven statements.
        settings.NoResetOnClose = true;
        settings.KeepAlive = settings.KeepAlive == 0 ? 10 : settings.KeepAlive;
        settings.Options = string.IsNullOrEmpty(settings.Options) ? SessionSettings : SessionSettings + " " + settings.Options;
        settings.IncludeErrorDetail = true;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (options.PasswordFile is { } file)
        {
            builder.ConnectionStringBuilder.Password = null;
            builder.UsePasswordProvider(_ => ReadPassword(file), (_, _) => new ValueTask<string>(ReadPassword(file)));
        }

        return (builder.Build(), settings);
    }

    /// <summary>The database in words.</summary>
    public string Where { get; }

    /// <summary>An open connection, the caller's to dispose.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        await TryAsync(async cancel => await _source.OpenConnectionAsync(cancel).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Does what can be repeated without harm until it goes well, cannot, or has been tried for long enough.</summary>
    public Task<T> RepeatAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => TryAsync(
        async cancel =>
        {
            var connection = await _source.OpenConnectionAsync(cancel).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            return await work(connection, cancel).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Tries until it goes well, cannot, or has been tried for long enough; waits a little longer each time.</summary>
    public async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait * 2 < LastWait ? wait * 2 : LastWait)
        {
            try
            {
                return await work(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
            {
                if (!PostgreSqlErrors.IsPassing(failure) || System.Diagnostics.Stopwatch.GetElapsedTime(started) + wait > _retryFor)
                {
                    var told = PostgreSqlErrors.Translate(failure, Where);
                    if (told != failure)
                    {
                        throw told;
                    }

                    throw;
                }
            }
            catch (ObjectDisposedException closed)
            {
                throw new ObjectDisposedException("the store is closed", closed);
            }

            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Throws when the server is too old.</summary>
    public void CheckVersion(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            throw new StorageException($"{Where} has version {connection.PostgreSqlVersion}: Krewe needs PostgreSQL {OldestVersion} or newer");
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static string ReadPassword(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the password file '{file}' cannot be read: {failure.Message}", failure);
        }
    }
}
