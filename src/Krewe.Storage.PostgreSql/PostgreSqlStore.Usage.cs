using Krewe.Storage.Sql;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

public sealed partial class PostgreSqlStore
{
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
        // One snapshot for all: figures and resources of a run are added together.
        var batch = new Batch(connection).Add("begin isolation level repeatable read read only");
        await using var _ = batch.ConfigureAwait(false);
        var ranges = UsageSql.Ranges(query);
        var (figures, resources) = (UsageSql.Sums(query, Sum), UsageSql.Resources(query, Sum));
        foreach (var range in ranges)
        {
            batch.Add(figures, range.Level, range.First, range.Last, query.Namespace, query.Limit + 1L);
            batch.Add(resources, range.Level, range.First, range.Last, query.Namespace, query.Limit + 1L);
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

    // A sum of bigint is numeric.
    private static string Sum(string column) => $"sum({column})::bigint";
}
