using System.Data.Common;

namespace Krewe.Storage.Sql;

/// <summary>Puts together what the ranges of a question for usage give.</summary>
/// <param name="query">The question.</param>
public sealed class UsageSumsBuilder(UsageSumQuery query)
{
    private const int Start = 6;
    private const int FirstFigure = 7;

    private readonly Dictionary<(DateOnly Start, UsageKey Key), long[]> _sums = [];
    private readonly Dictionary<(DateOnly Start, UsageKey Key), SortedDictionary<string, long>> _resources = [];
    private long _rows;
    private long _amounts;

    /// <summary>Reads the key that a row begins with.</summary>
    /// <param name="row">The row.</param>
    /// <param name="parts">The parts that it may have.</param>
    public static UsageKey KeyOf(DbDataReader row, UsageParts parts = UsageParts.All)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new UsageKey(
            Text(0, UsageParts.Namespace), Text(1, UsageParts.Folder), Text(2, UsageParts.Template), Text(3, UsageParts.Template), Text(4, UsageParts.Creator), Text(5, UsageParts.Labels));

        string Text(int column, UsageParts part) => parts.HasFlag(part) ? row.GetString(column) : "";
    }

    /// <summary>Takes a row of <see cref="UsageSql.Sums"/>.</summary>
    /// <param name="row">The row.</param>
    public void AddSum(DbDataReader row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _rows++;
        var at = (StartOf(row), KeyOf(row, query.By));
        if (!_sums.TryGetValue(at, out var figures))
        {
            _sums[at] = figures = new long[UsageFigures.Count];
        }

        for (var i = 0; i < UsageFigures.Count; i++)
        {
            figures[i] += row.GetInt64(FirstFigure + i);
        }
    }

    /// <summary>Takes a row of <see cref="UsageSql.Resources"/>.</summary>
    /// <param name="row">The row.</param>
    public void AddResource(DbDataReader row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _amounts++;
        var at = (StartOf(row), KeyOf(row, query.By));
        if (!_resources.TryGetValue(at, out var amounts))
        {
            _resources[at] = amounts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        }

        var name = row.GetString(FirstFigure);
        amounts[name] = amounts.GetValueOrDefault(name) + row.GetInt64(FirstFigure + 1);
    }

    /// <summary>The answer.</summary>
    public UsageSums Build() => _rows > query.Limit || _amounts > query.Limit
        ? new UsageSums([], IsWhole: false)
        : new UsageSums([.. _sums.Select(sum => new UsageRow(sum.Key.Start, sum.Key.Key, UsageFigures.FromArray(sum.Value) with { Resources = ResourcesOf(sum.Key) }))]);

    private DateOnly StartOf(DbDataReader row) => query.Per == UsagePer.Range ? query.First : UsageTime.FromStored(row.GetInt64(Start));

    private IReadOnlyDictionary<string, long> ResourcesOf((DateOnly, UsageKey) at) =>
        _resources.TryGetValue(at, out var amounts) ? amounts : UsageFigures.None.Resources;
}
