using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Krewe.Storage.Sqlite;

/// <summary>Says in words what SQLite says in codes.</summary>
internal static class SqliteErrors
{
    public static Exception Translate(Exception exception, string path) => exception is SqliteException sqlite
        ? sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => new StorageException($"no space is left on the disk of '{path}': free some; nothing that was acknowledged is lost", exception),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StorageException($"'{path}' is damaged or no Krewe database: restore it from a backup or move it away", exception),
            raw.SQLITE_CANTOPEN => new StorageException($"'{path}' cannot be opened: check that the folder is there and may be written", exception),
            raw.SQLITE_READONLY or raw.SQLITE_PERM => new StorageException($"'{path}' may not be written by this user", exception),
            raw.SQLITE_IOERR => new StorageException($"reading or writing '{path}' failed: {sqlite.Message}", exception),
            _ => exception,
        }
        : exception;
}
