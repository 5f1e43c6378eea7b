namespace Krewe.Storage.PostgreSql;

/// <summary>An order of lists as SQL: a column, then the uid, both in one direction.</summary>
/// <param name="Column">The column, without its table.</param>
/// <param name="IsDownwards">Whether the greatest comes first.</param>
internal sealed record PostgreSqlRunOrder(string Column, bool IsDownwards)
{
    public string Direction => IsDownwards ? "desc" : "asc";

    public static PostgreSqlRunOrder Of(RunOrder order) => order switch
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

    public string By(string table) => $"order by {table}{Column} {Direction}, {table}uid {Direction}";
}
