using Krewe.Storage.Sql;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

public sealed partial class PostgreSqlStore
{
    // A sum of bigint is numeric.
    private static readonly UsageDialect Dialect = new(
        column => $"sum({column})::bigint",
        day => $"(date_trunc('month', (date '1970-01-01' + {day}::integer)::timestamp)::date - date '1970-01-01')::bigint",
        (column, numbers) => $"{column} = any({numbers})");

    /// <inheritdoc/>
    public Task<UsageSums> SumUsageAsync(UsageSumQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _database.RepeatAsync((connection, cancel) => SumUsageAsync(connection, query, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset> GetUsageSinceAsync(CancellationToken cancellationToken = default) =>
        (await RowsAsync(cancellationToken, reader => Moments.FromStored(reader.GetInt64(0)), "select at from usage_since").ConfigureAwait(false))[0];

    private static async Task<UsageSums> SumUsageAsync(NpgsqlConnection connection, UsageSumQuery query, CancellationToken cancellationToken)
    {
        // Keys are never changed nor taken away: those read first are all that the figures may be of, but for what is added meanwhile.
        var whose = query.Filter is { } filter ? await NumbersOfKeysAsync(connection, query, filter, cancellationToken).ConfigureAwait(false) : (object?)query.Namespace;
        // One snapshot for all: figures and resources of a run are added together.
        var batch = new Batch(connection).Add("begin isolation level repeatable read read only");
        await using var _ = batch.ConfigureAwait(false);
        var ranges = UsageSql.Ranges(query);
        foreach (var range in ranges)
        {
            batch.Add(UsageSql.Sums(query, range.Level, Dialect), range.Level, range.First, range.Last, query.Limit + 1L, whose);
            batch.Add(UsageSql.Resources(query, range.Level, Dialect), range.Level, range.First, range.Last, query.Limit + 1L, whose);
        }

        batch.Add("commit");
        var sums = new UsageSumsBuilder(query);
        var reader = await batch.QueryAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        foreach (var range in ranges)
        {
            await TakeAsync(sums.AddSum).ConfigureAwait(false);
            await TakeAsync(sums.AddResource).ConfigureAwait(false);
        }

        return sums.Build();

        async Task TakeAsync(Action<NpgsqlDataReader> add)
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                add(reader);
            }

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<long[]> NumbersOfKeysAsync(NpgsqlConnection connection, UsageSumQuery query, UsageKeyFilter filter, CancellationToken cancellationToken)
    {
        var batch = new Batch(connection).Add(query.IsOfPlaces ? UsageSql.PlaceKeys : UsageSql.Keys, query.Namespace);
        await using var _ = batch.ConfigureAwait(false);
        var reader = await batch.QueryAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return [.. (await ReadAsync(reader, row => (Key: UsageSumsBuilder.KeyOf(row), Number: row.GetInt64(6)), cancellationToken).ConfigureAwait(false)).Where(row => filter.Matches(row.Key)).Select(row => row.Number)];
    }
}
