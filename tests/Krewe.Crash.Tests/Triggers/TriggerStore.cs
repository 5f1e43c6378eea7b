using Krewe.Client;
using Microsoft.Data.Sqlite;

namespace Krewe.Crash.Tests.Triggers;

/// <summary>Looks into the store that a killed server left.</summary>
internal static class TriggerStore
{
    /// <summary>Whether it holds an event whose bindings are still to be tried. A copy is read: what was cut off is the next server's to mend.</summary>
    public static async Task<bool> HasPendingAsync(DataFolder data, CancellationToken cancellationToken)
    {
        var copy = Directory.CreateTempSubdirectory("krewe-crash-store-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(data.Path, "krewe.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(copy, "krewe.db"), Pooling = false }.ToString());
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "select exists (select 1 from object where kind = 'EventDelivery' and labels like '%Pending%')";
            return (long)(await command.ExecuteScalarAsync(cancellationToken))! == 1;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
