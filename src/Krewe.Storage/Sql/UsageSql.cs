namespace Krewe.Storage.Sql;

/// <summary>Usage as SQL, the same in all dialects.</summary>
/// <remarks>
/// The same figures are kept at three levels, so that a question over a year reads thousands of rows and not hundreds of thousands:
/// whole keys by day, whole keys by month, and places (namespace and folder) by day.
/// </remarks>
public static class UsageSql
{
    /// <summary>Whole keys by day.</summary>
    public const int Days = 0;

    /// <summary>Whole keys by month.</summary>
    public const int Months = 1;

    /// <summary>Namespaces and folders by day.</summary>
    public const int Places = 2;

    /// <summary>Columns of a key, in their order.</summary>
    public const string KeyColumns = "namespace, folder, template_kind, template, creator, labels";

    private const string Where =
        "where level = $1 and start between $2 and $3 and (cast($4 as text) is null or kid in (select kid from usage_key where namespace = $4))";

    /// <summary>Columns of the figures, in the order of <see cref="UsageFigures.ToArray"/>.</summary>
    public static IReadOnlyList<string> Figures { get; } =
    [
        "runs_succeeded", "runs_failed", "runs_error", "runs_retried", "steps_succeeded", "steps_failed", "steps_error", "steps_skipped",
        "steps_omitted", "steps_retried", "run_ms", "queue_ms", "step_ms",
    ];

    /// <summary>What the entries of commits add to rows, each row once.</summary>
    /// <param name="entries">The entries.</param>
    public static IReadOnlyList<UsageWrite> Writes(IEnumerable<UsageEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var sums = new Dictionary<(int Level, long Start, UsageKey Key), UsageFigures>();
        foreach (var entry in entries)
        {
            Add(Days, entry.Day, entry.Key, entry.Figures);
            Add(Months, UsageTime.MonthOf(entry.Day), entry.Key, entry.Figures);
            Add(Places, entry.Day, entry.Key.Place, entry.Figures);
        }

        return [.. sums.Select(sum => new UsageWrite(sum.Key.Level, sum.Key.Start, sum.Key.Key, sum.Value)).Where(write => !write.Figures.IsNone)];

        void Add(int level, DateOnly start, UsageKey key, UsageFigures figures)
        {
            var row = (level, UsageTime.ToStored(start), key);
            sums[row] = sums.TryGetValue(row, out var sum) ? sum.Plus(figures) : figures;
        }
    }

    /// <summary>The rows that together answer a question: months where they lie in it as a whole, days at its ends.</summary>
    /// <param name="query">The question.</param>
    public static IReadOnlyList<UsageRange> Ranges(UsageSumQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (first, last) = (UsageTime.ToStored(query.First), UsageTime.ToStored(query.Last));
        if (!query.ByTemplate)
        {
            return [new UsageRange(Places, first, last)];
        }

        var from = UsageTime.MonthOf(query.First) is var month && month == query.First ? month : month.AddMonths(1);
        var to = UsageTime.MonthOf(query.Last.AddDays(1));
        if (query.Per is UsagePer.Day or UsagePer.Week || from >= to)
        {
            return [new UsageRange(Days, first, last)];
        }

        var (start, end) = (UsageTime.ToStored(from), UsageTime.ToStored(to));
        UsageRange[] ranges = [new(Days, first, start - 1), new(Months, start, end - 1), new(Days, end, last)];
        return [.. ranges.Where(range => range.First <= range.Last)];
    }

    /// <summary>Sums of the figures over the rows of a range: key columns, start, figures. Parameters as of <see cref="UsageRange"/>, then the namespace, if any, and the most rows.</summary>
    /// <param name="query">The question.</param>
    /// <param name="sum">A sum of a column in the dialect.</param>
    public static string Sums(UsageSumQuery query, Func<string, string> sum)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(sum);
        return $"""
            select {KeyColumns}, s.* from (
                select kid, {Start(query)} as at, {string.Join(", ", Figures.Select(figure => $"{sum(figure)} as {figure}"))}
                from usage {Where} group by kid, at limit $5) s
            join usage_key k on k.kid = s.kid
            """;
    }

    /// <summary>Sums of resources over the rows of a range: key number, start, name, amount. Parameters as of <see cref="Sums"/>.</summary>
    /// <param name="query">The question.</param>
    /// <param name="sum">A sum of a column in the dialect.</param>
    public static string Resources(UsageSumQuery query, Func<string, string> sum)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(sum);
        return $"select kid, {Start(query)} as at, name, {sum("amount")} from usage_resource {Where} group by kid, at, name limit $5";
    }

    // Monday has the number 4 of 1970's days. A month is found of its days afterwards: only those at the ends of a question are days.
    private static string Start(UsageSumQuery query) => query.Per switch
    {
        UsagePer.Range => "cast(0 as bigint)",
        UsagePer.Week => "start - (start + 3) % 7",
        _ => "start",
    };
}
