namespace Krewe.Storage;

/// <summary>Orders of lists over rows in memory.</summary>
public static class RunOrders
{
    /// <summary>The rows in order, without those that the order leaves out.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The order.</param>
    public static IEnumerable<RunIndexRow> Sort(IEnumerable<RunIndexRow> rows, RunOrder order)
    {
        var shown = order is RunOrder.FinishedFirst or RunOrder.FinishedLast ? rows.Where(row => row.FinishedAt is not null) : rows;
        var upwards = Comparer<RunCursor>.Create((left, right) => Compare(left, right));
        return IsDownwards(order) ? shown.OrderByDescending(row => RunCursor.Behind(row, order), upwards) : shown.OrderBy(row => RunCursor.Behind(row, order), upwards);
    }

    /// <summary>Whether a row lies behind a place.</summary>
    /// <param name="row">The row.</param>
    /// <param name="order">The order.</param>
    /// <param name="place">The place.</param>
    public static bool IsBehind(RunIndexRow row, RunOrder order, RunCursor place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var difference = Compare(RunCursor.Behind(row, order), place with { At = Moments.Trim(place.At) });
        return IsDownwards(order) ? difference < 0 : difference > 0;
    }

    private static bool IsDownwards(RunOrder order) => order is RunOrder.Newest or RunOrder.FinishedLast or RunOrder.NameDown;

    private static int Compare(RunCursor left, RunCursor right)
    {
        var difference = left.Name is not null ? string.CompareOrdinal(left.Name, right.Name) : left.At.CompareTo(right.At);
        return difference != 0 ? difference : string.CompareOrdinal(left.Uid, right.Uid);
    }
}
