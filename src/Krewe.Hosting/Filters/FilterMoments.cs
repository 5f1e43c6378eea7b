using System.Globalization;
using Krewe.Expressions.Filters;

namespace Krewe.Hosting;

/// <summary>Moments as filters name them.</summary>
internal static class FilterMoments
{
    /// <summary>
    /// A moment: so long ago (<c>2d</c>), a day (<c>2026-01-31</c>, <c>today</c>), or a time of RFC 3339. Days are UTC's and
    /// last until the next one; null when it is none.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Moment(string text, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        if (text is "today" or "yesterday")
        {
            var day = text == "today" ? today : today.AddDays(-1);
            return (day, day.AddDays(1));
        }

        if (text == "now")
        {
            return (now, now);
        }

        if (FilterSpans.Parse(text.StartsWith('-') ? text[1..] : text) is { } ago)
        {
            return (now - ago, now - ago);
        }

        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && IsNear(date))
        {
            return (date, date.AddDays(1));
        }

        // What has no year before it is a number or a word that the framework takes for a time of today.
        return text.Length >= 15 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && IsNear(moment) ? (moment, moment) : null;
    }

    /// <summary>Whether there is room for what is done with it.</summary>
    private static bool IsNear(DateTimeOffset moment) => moment.Year is > 1900 and < 9000;
}
