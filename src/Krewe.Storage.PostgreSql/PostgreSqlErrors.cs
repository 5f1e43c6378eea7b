using System.Net.Sockets;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Says in words what PostgreSQL says in codes.</summary>
internal static class PostgreSqlErrors
{
    public static Exception Translate(Exception exception, string where) => exception switch
    {
        PostgresException postgres => postgres.SqlState switch
        {
            PostgresErrorCodes.DiskFull => new StorageException($"no space is left on the disk of {where}: free some; nothing that was acknowledged is lost", exception),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                new StorageException($"{where} refuses the user: {postgres.MessageText}; check user, password or password file, and pg_hba.conf", exception),
            PostgresErrorCodes.InvalidCatalogName => new StorageException($"{where} is not there: {postgres.MessageText}; create it first (createdb)", exception),
            PostgresErrorCodes.InsufficientPrivilege =>
                new StorageException($"{where} does not let the user do this: {postgres.MessageText}; the user must own the database or have CREATE and USAGE on its schema", exception),
            PostgresErrorCodes.ReadOnlySqlTransaction => new StorageException($"{where} can only be read: it is a standby; give the address of the primary", exception),
            PostgresErrorCodes.TooManyConnections => new StorageException($"{where} takes no more connections: raise max_connections or give fewer to each silo", exception),
            PostgresErrorCodes.CannotConnectNow => new StorageException($"{where} is starting up or shutting down: {postgres.MessageText}", exception),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new StorageException($"{where} is damaged: {postgres.MessageText}; restore it from a backup", exception),
            PostgresErrorCodes.IoError => new StorageException($"{where} cannot read or write its disk: {postgres.MessageText}", exception),
            _ => exception,
        },
        { InnerException: StorageException told } => told,
        NpgsqlException { InnerException: SocketException socket } => new StorageException($"{where} cannot be reached: {socket.Message}; check address, port and firewall, and that PostgreSQL runs", exception),
        NpgsqlException { InnerException: TimeoutException } => new StorageException($"{where} does not answer in time", exception),
        NpgsqlException npgsql => new StorageException($"the connection to {where} failed: {npgsql.Message}", exception),
        _ => exception,
    };

    /// <summary>Whether the same may go well in a moment: no connection, a restart, a lost race for a lock.</summary>
    public static bool IsPassing(Exception exception) => exception is NpgsqlException { IsTransient: true }
        || exception is PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.UniqueViolation or "25P03"
        }
        || (exception is NpgsqlException and not PostgresException && exception.InnerException is IOException or SocketException or TimeoutException);
}
