using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Brings a file to the newest schema, forward only, one transaction per step.</summary>
internal static class SqliteSchema
{
    public static void Migrate(SqliteConnection connection, string path, TimeProvider time)
    {
        Run(connection, null, "create table if not exists schema_migration (number integer primary key, name text not null, applied integer not null)");
        var steps = Steps();
        var newest = steps[^1].Number;
        var present = Present(connection);
        if (present > newest)
        {
            throw new StorageException($"'{path}' has schema {present}, this program knows up to {newest}: it was used by a newer Krewe, which is needed to open it");
        }

        foreach (var (number, name) in steps.Where(step => step.Number > present))
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, transaction, Read(name));
            using var note = connection.CreateCommand();
            note.Transaction = transaction;
            note.CommandText = "insert into schema_migration values ($number, $name, $applied)";
            note.Parameters.AddWithValue("$number", number);
            note.Parameters.AddWithValue("$name", name);
            note.Parameters.AddWithValue("$applied", Moments.ToStored(time.GetUtcNow()));
            note.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>Number of the last step.</summary>
    public static long Newest => Steps()[^1].Number;

    private static List<(int Number, string Name)> Steps() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        .Select(name => (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name)).Order().ToList();

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Number of the last step that was done.</summary>
    public static long Present(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select coalesce(max(number), 0) from schema_migration";
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
