namespace Krewe.Storage;

/// <summary>A place in a list of runs: behind the last row seen.</summary>
/// <param name="At">The moment that the list is ordered by, of the last row seen; its creation when the order is by name.</param>
/// <param name="Uid">Uid of the last row seen.</param>
/// <param name="Name">Its name, which orders by name need.</param>
public sealed record RunCursor(DateTimeOffset At, string Uid, string? Name = null)
{
    /// <summary>The place behind a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="order">The order of the list.</param>
    public static RunCursor Behind(RunIndexRow row, RunOrder order)
    {
        ArgumentNullException.ThrowIfNull(row);
        return order switch
        {
            RunOrder.FinishedLast or RunOrder.FinishedFirst => new(row.FinishedAt ?? DateTimeOffset.UnixEpoch, row.Uid),
            RunOrder.NameUp or RunOrder.NameDown => new(row.CreatedAt, row.Uid, row.Name),
            _ => new(row.CreatedAt, row.Uid),
        };
    }
}
