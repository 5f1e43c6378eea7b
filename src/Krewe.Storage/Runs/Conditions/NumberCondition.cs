namespace Krewe.Storage;

/// <summary>A number of the run is there and lies in at least one of some ranges.</summary>
/// <param name="Number">Which number.</param>
/// <param name="Ranges">The ranges.</param>
/// <param name="Now">The present moment, by which runs that go on have a duration.</param>
public sealed record NumberCondition(RunNumber Number, IReadOnlyList<NumberRange> Ranges, DateTimeOffset Now) : RunCondition
{
    /// <inheritdoc/>
    public override bool Matches(RunIndexRow row) => Of(row) is { } value && Ranges.Any(range => range.Contains(value));

    private long? Of(RunIndexRow row) => Number switch
    {
        RunNumber.Priority => row.Priority,
        RunNumber.Created => Moments.ToStored(row.CreatedAt),
        RunNumber.Started => Stored(row.StartedAt),
        RunNumber.Finished => Stored(row.FinishedAt),
        RunNumber.Duration => Moments.ToStored(row.FinishedAt ?? Now) - Stored(row.StartedAt),
        _ => throw new InvalidOperationException($"unknown number {Number}"),
    };

    private static long? Stored(DateTimeOffset? moment) => moment is { } value ? Moments.ToStored(value) : null;
}
