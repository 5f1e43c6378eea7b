using Krewe.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task<UsageSums> SumUsageAsync(UsageSumQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _readers.ReadAsync(connection => SumUsage(connection, query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset> GetUsageSinceAsync(CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(connection => Rows(connection, "select at from usage_since", reader => Moments.FromStored(reader.GetInt64(0)))[0], cancellationToken);

    private static UsageSums SumUsage(SqliteConnection connection, UsageSumQuery query)
    {
        var sums = new UsageSumsBuilder(query);
        using var figures = new SqliteStatement(connection, UsageSql.Sums(query, column => $"sum({column})"));
        using var resources = new SqliteStatement(connection, UsageSql.Resources(query, column => $"sum({column})"));
        foreach (var range in UsageSql.Ranges(query))
        {
            Read(figures, range, sums.AddSum);
            Read(resources, range, sums.AddResource);
        }

        return sums.Build();

        void Read(SqliteStatement statement, UsageRange range, Action<SqliteDataReader> add)
        {
            using var reader = statement.Query(range.Level, range.First, range.Last, query.Namespace, query.Limit + 1L);
            while (reader.Read())
            {
                add(reader);
            }
        }
    }
}
