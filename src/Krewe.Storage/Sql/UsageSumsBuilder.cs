using System.Data.Common;

namespace Krewe.Storage.Sql;

/// <summary>Puts together what the ranges of a question for usage give.</summary>
/// <param name="query">The question.</param>
public sealed class UsageSumsBuilder(UsageSumQuery query)
{
    private readonly Dictionary<(DateOnly Start, long Key), (UsageKey Key, long[] Figures)> _sums = [];
    private readonly Dictionary<(DateOnly Start, long Key), Dictionary<string, long>> _resources = [];
    private long _rows;
    private long _amounts;

    /// <summary>Takes a row of <see cref="UsageSql.Sums"/>.</summary>
    /// <param name="row">The row.</param>
    public void AddSum(DbDataReader row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _rows++;
        var at = (StartOf(row.GetInt64(7)), row.GetInt64(6));
        if (!_sums.TryGetValue(at, out var sum))
        {
            var key = new UsageKey(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5));
            _sums[at] = sum = (key, new long[UsageFigures.Count]);
        }

        for (var i = 0; i < UsageFigures.Count; i++)
        {
            sum.Figures[i] += row.GetInt64(8 + i);
        }
    }

    /// <summary>Takes a row of <see cref="UsageSql.Resources"/>.</summary>
    /// <param name="row">The row.</param>
    public void AddResource(DbDataReader row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _amounts++;
        var at = (StartOf(row.GetInt64(1)), row.GetInt64(0));
        if (!_resources.TryGetValue(at, out var amounts))
        {
            _resources[at] = amounts = new Dictionary<string, long>(StringComparer.Ordinal);
        }

        var name = row.GetString(2);
        amounts[name] = amounts.GetValueOrDefault(name) + row.GetInt64(3);
    }

    /// <summary>The answer.</summary>
    public UsageSums Build() => _rows > query.Limit || _amounts > query.Limit
        ? new UsageSums([], IsWhole: false)
        : new UsageSums([.. _sums.Select(sum => new UsageRow(sum.Key.Start, sum.Value.Key, UsageFigures.FromArray(sum.Value.Figures) with { Resources = ResourcesOf(sum.Key) }))]);

    private DateOnly StartOf(long stored) => query.Per == UsagePer.Range ? query.First : UsageTime.StartOf(UsageTime.FromStored(stored), query);

    private IReadOnlyDictionary<string, long> ResourcesOf((DateOnly, long) at) =>
        _resources.TryGetValue(at, out var amounts) ? amounts : UsageFigures.None.Resources;
}
