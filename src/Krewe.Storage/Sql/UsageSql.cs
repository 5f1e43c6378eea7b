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

    /// <summary>Keys of a namespace, or of all for null: their columns, then the number.</summary>
    public const string Keys = $"select {KeyColumns}, kid from usage_key where (cast($1 as text) is null or namespace = $1)";

    /// <summary>The same of places alone.</summary>
    public const string PlaceKeys = $"{Keys} and template_kind = '' and template = '' and creator = '' and labels = ''";

    private static readonly (UsageParts Part, string Column)[] Columns =
    [
        (UsageParts.Namespace, "namespace"), (UsageParts.Folder, "folder"), (UsageParts.Template, "template_kind"), (UsageParts.Template, "template"),
        (UsageParts.Creator, "creator"), (UsageParts.Labels, "labels"),
    ];

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
            Add(Places, entry.Day, entry.Key.Only(UsageParts.Place), entry.Figures);
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
        if (query.IsOfPlaces)
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

    /// <summary>Sums of the figures over the rows of a range: key columns, start, figures.</summary>
    /// <param name="query">The question.</param>
    /// <param name="level">The level of the range.</param>
    /// <param name="dialect">How the database says it.</param>
    /// <remarks>Parameters: as of <see cref="UsageRange"/>, then the most rows, then the numbers of keys where the question has a filter, else the namespace, if any.</remarks>
    public static string Sums(UsageSumQuery query, int level, UsageDialect dialect) => Grouped("usage", query, level, dialect, "", Figures);

    /// <summary>Sums of resources over the rows of a range: key columns, start, name, amount.</summary>
    /// <param name="query">The question.</param>
    /// <param name="level">The level of the range.</param>
    /// <param name="dialect">How the database says it.</param>
    /// <remarks>Parameters as of <see cref="Sums"/>.</remarks>
    public static string Resources(UsageSumQuery query, int level, UsageDialect dialect) => Grouped("usage_resource", query, level, dialect, ", name", ["amount"]);

    // What is not told apart is added up by the database: the rows that it gives are those of the answer.
    private static string Grouped(string table, UsageSumQuery query, int level, UsageDialect dialect, string name, IReadOnlyList<string> figures)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(dialect);
        var columns = string.Join(", ", Columns.Select(column => query.By.HasFlag(column.Part) ? "k." + column.Column : "''"));
        var groups = string.Concat(Columns.Where(column => query.By.HasFlag(column.Part)).Select(column => $", k.{column.Column}"));
        var whose = query.Filter is null ? "(cast($5 as text) is null or u.kid in (select kid from usage_key where namespace = $5))" : dialect.IsAmong("u.kid", "$5");
        var rows = $"from {table} u where level = $1 and start between $2 and $3 and {whose}";
        var start = Start(query, dialect);
        var sums = string.Join(", ", figures.Select(figure => $"{dialect.Sum(figure)} as {figure}"));
        if (query.By == UsageParts.None)
        {
            return $"select {columns}, {start} as at{name}, {sums} {rows} group by at{name} limit $4";
        }

        // Where days or months are put together, the number of a key is put together with them much faster than its texts are.
        var isEach = query.Per == UsagePer.Day || (query.Per == UsagePer.Month && level == Months);
        var each = isEach ? $"select u.kid, {start} as at{name}, {string.Join(", ", figures)} {rows}" : $"select u.kid, {start} as at{name}, {sums} {rows} group by u.kid, at{name}";
        return $"select {columns}, at{name}, {sums} from ({each}) u join usage_key k on k.kid = u.kid group by at{groups}{name} limit $4";
    }

    // Monday has the number 4 of 1970's days.
    private static string Start(UsageSumQuery query, UsageDialect dialect) => query.Per switch
    {
        UsagePer.Range => "cast(0 as bigint)",
        UsagePer.Week => "start - (start + 3) % 7",
        UsagePer.Month => dialect.MonthOf("start"),
        _ => "start",
    };
}
