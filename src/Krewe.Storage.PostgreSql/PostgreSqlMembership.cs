using System.Data.Common;

namespace Krewe.Storage.PostgreSql;

/// <summary>Connections for the table by which the silos of a cluster know of each other. The schema has it, with the statements that go with it.</summary>
public static class PostgreSqlMembership
{
    /// <summary>Name by which ADO.NET knows the driver.</summary>
    public const string Invariant = "Npgsql";

    internal const int Connections = 4;

    /// <summary>A source of its own, so that a silo can say that it lives however busy the store is. The caller's to dispose.</summary>
    /// <exception cref="StorageException">The connection string is wrong.</exception>
    public static DbDataSource Connect(PostgreSqlStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return PostgreSqlDatabase.Connect(options, Connections).Source;
    }
}
