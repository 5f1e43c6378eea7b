using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Looks at a store without opening it for work, whether or not an engine has it.</summary>
public static class SqliteInspection
{
    /// <summary>Number of the last migration that was done, and of the last that this program knows; null when there is no store.</summary>
    /// <param name="dataFolder">Its folder.</param>
    /// <exception cref="StorageException">The file cannot be read, or is no store.</exception>
    public static (long Present, long Newest)? ReadMigration(string dataFolder)
    {
        var path = Path.Combine(dataFolder, SqliteStore.FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            return (SqliteSchema.Present(connection), SqliteSchema.Newest);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.Translate(failure, path) as StorageException ?? new StorageException($"'{path}' cannot be read: {failure.Message}", failure);
        }
    }
}
