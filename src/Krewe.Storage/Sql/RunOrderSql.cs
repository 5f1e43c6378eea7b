namespace Krewe.Storage.Sql;

/// <summary>An order of lists as SQL: a column of <c>run_index</c>, then the uid, both in one direction.</summary>
/// <param name="Column">The column, without its table.</param>
/// <param name="IsDownwards">Whether the greatest comes first.</param>
public sealed record RunOrderSql(string Column, bool IsDownwards)
{
    /// <summary>Whether a table that has creation and uid of runs can give the order.</summary>
    public bool IsByCreation => Column == "created";

    /// <summary>Whether runs that have not finished are left out.</summary>
    public bool IsByFinish => Column == "finished";

    /// <summary>The order's column and direction.</summary>
    /// <param name="order">The order.</param>
    public static RunOrderSql Of(RunOrder order) => order switch
    {
        RunOrder.Newest => new("created", true),
        RunOrder.Oldest => new("created", false),
        RunOrder.FinishedLast => new("finished", true),
        RunOrder.FinishedFirst => new("finished", false),
        RunOrder.NameUp => new("name", false),
        RunOrder.NameDown => new("name", true),
        _ => throw new InvalidOperationException($"unknown order {order}"),
    };

    /// <summary>The <c>order by</c> of a statement.</summary>
    /// <param name="table">The table with a point behind it, or nothing.</param>
    public string By(string table)
    {
        var direction = IsDownwards ? "desc" : "asc";
        return $"order by {table}{Column} {direction}, {table}uid {direction}";
    }

    /// <summary>That a row lies behind a place.</summary>
    /// <param name="table">The table with a point behind it, or nothing.</param>
    /// <param name="place">The place.</param>
    /// <param name="value">Takes a value and gives the parameter that stands for it.</param>
    public string IsBehind(string table, RunCursor place, Func<object?, string> value)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(value);
        object at = Column == "name" ? place.Name ?? "" : Moments.ToStored(place.At);
        return $"({table}{Column}, {table}uid) {(IsDownwards ? "<" : ">")} ({value(at)}, {value(place.Uid)})";
    }
}
