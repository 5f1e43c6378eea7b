namespace Krewe.Storage;

/// <summary>Days and spans of days of usage.</summary>
public static class UsageTime
{
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    /// <summary>The day (UTC) of a moment.</summary>
    /// <param name="moment">The moment.</param>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    /// <summary>A day as stored: days since 1970.</summary>
    /// <param name="day">The day.</param>
    public static long ToStored(DateOnly day) => day.DayNumber - Epoch.DayNumber;

    /// <summary>The stored day.</summary>
    /// <param name="stored">Days since 1970.</param>
    public static DateOnly FromStored(long stored) => Epoch.AddDays((int)stored);

    /// <summary>First day of the month of a day.</summary>
    /// <param name="day">The day.</param>
    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>First day of the span that a day lies in.</summary>
    /// <param name="day">The day.</param>
    /// <param name="query">Which spans.</param>
    public static DateOnly StartOf(DateOnly day, UsageSumQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Per switch
        {
            UsagePer.Day => day,
            UsagePer.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            UsagePer.Month => MonthOf(day),
            _ => query.First,
        };
    }
}
