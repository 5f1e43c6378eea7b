using System.Text.Json;
using Krewe.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

public sealed partial class SqliteStore
{
    private static readonly UsageDialect Dialect = new(
        column => $"sum({column})",
        day => $"cast(strftime('%s', {day} * 86400, 'unixepoch', 'start of month') as integer) / 86400",
        (column, numbers) => $"{column} in (select value from json_each({numbers}))");

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
        var whose = query.Filter is { } filter ? NumbersOfKeys(connection, query, filter) : query.Namespace;
        foreach (var range in UsageSql.Ranges(query))
        {
            Read(UsageSql.Sums(query, range.Level, Dialect), range, sums.AddSum);
            Read(UsageSql.Resources(query, range.Level, Dialect), range, sums.AddResource);
        }

        return sums.Build();

        void Read(string sql, UsageRange range, Action<SqliteDataReader> add)
        {
            using var statement = new SqliteStatement(connection, sql);
            using var reader = statement.Query(range.Level, range.First, range.Last, query.Limit + 1L, whose);
            while (reader.Read())
            {
                add(reader);
            }
        }
    }

    private static string NumbersOfKeys(SqliteConnection connection, UsageSumQuery query, UsageKeyFilter filter) => JsonSerializer.Serialize(
        Rows(connection, query.IsOfPlaces ? UsageSql.PlaceKeys : UsageSql.Keys, row => (Key: UsageSumsBuilder.KeyOf(row), Number: row.GetInt64(6)), query.Namespace)
            .Where(row => filter.Matches(row.Key)).Select(row => row.Number));
}
