using System.Reflection;
using Krewe.Storage.PostgreSql;
using Krewe.Storage.Sqlite;

namespace Krewe.Storage.Tests;

/// <summary>Schemas as they were before a migration, with the note that they have come so far.</summary>
internal static class SchemaBefore
{
    public static string Sqlite(string migration) => Of(typeof(SqliteStore).Assembly, migration, "integer");

    public static string PostgreSql(string migration) => Of(typeof(PostgreSqlStore).Assembly, migration, "bigint");

    private static string Of(Assembly assembly, string migration, string moment)
    {
        var steps = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .TakeWhile(name => !name.Contains(migration, StringComparison.Ordinal)).ToList();
        var notes = steps.Select((name, i) => $"insert into schema_migration values ({i + 1}, '{name}', 0);");
        return string.Join('\n', [.. steps.Select(Read), $"create table schema_migration (number integer primary key, name text not null, applied {moment} not null);", .. notes]);

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
