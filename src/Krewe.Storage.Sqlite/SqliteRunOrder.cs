namespace Krewe.Storage.Sqlite;

/// <summary>An order of lists as SQL: a column, then the uid, both in one direction.</summary>
/// <param name="Column">The column, without its table.</param>
/// <param name="IsDownwards">Whether the greatest comes first.</param>
internal sealed record SqliteRunOrder(string Column, bool IsDownwards)
{
    public static SqliteRunOrder Of(RunOrder order) => order switch
    {
        RunOrder.Newest => new("created", true),
        RunOrder.Oldest => new("created", false),
        RunOrder.FinishedLast => new("finished", true),
        RunOrder.FinishedFirst => new("finished", false),
        RunOrder.NameUp => new("name", false),
        RunOrder.NameDown => new("name", true),
        _ => throw new InvalidOperationException($"unknown order {order}"),
    };

    /// <summary>The column's value at a place.</summary>
    public object ValueAt(RunCursor place) => Column == "name" ? place.Name ?? "" : Moments.ToStored(place.At);

    public string By(string table)
    {
        var direction = IsDownwards ? "desc" : "asc";
        return $"order by {table}.{Column} {direction}, {table}.uid {direction}";
    }

    /// <summary>Puts rows of several ranges, each in order, into one order.</summary>
    public IEnumerable<RunIndexRow> Merge(IEnumerable<RunIndexRow> rows)
    {
        var comparer = Comparer<RunIndexRow>.Create(Compare);
        return IsDownwards ? rows.OrderDescending(comparer) : rows.Order(comparer);
    }

    private int Compare(RunIndexRow left, RunIndexRow right)
    {
        var difference = Column switch
        {
            "name" => string.CompareOrdinal(left.Name, right.Name),
            "finished" => Nullable.Compare(left.FinishedAt, right.FinishedAt),
            _ => left.CreatedAt.CompareTo(right.CreatedAt),
        };
        return difference != 0 ? difference : string.CompareOrdinal(left.Uid, right.Uid);
    }
}
