using System.Globalization;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Sprig;

internal static class SprigDates
{
    public static void AddTo(FunctionTable table)
    {
        table
            .Add("now", 0, c => c.Clock.GetUtcNow())
            .Add("date", 2, c => c.Made(GoTime.Format(Time(c, 1), c.Text(0))))
            .Add("dateInZone", 3, c => c.Made(GoTime.Format(TimeZoneInfo.ConvertTime(Time(c, 1), TimeBuiltins.Zone(c, c[2])), c.Text(0))))
            .Add("date_in_zone", 3, c => c.Made(GoTime.Format(TimeZoneInfo.ConvertTime(Time(c, 1), TimeBuiltins.Zone(c, c[2])), c.Text(0))))
            .Add("htmlDate", 1, c => GoTime.Format(Time(c, 0), "2006-01-02"))
            .Add("htmlDateInZone", 2, c => GoTime.Format(TimeZoneInfo.ConvertTime(Time(c, 0), TimeBuiltins.Zone(c, c[1])), "2006-01-02"))
            .Add("unixEpoch", 1, c => Time(c, 0).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .Add("duration", 1, c => GoFormat.Duration(TimeSpan.FromSeconds(SprigValues.ToInt(c[0]))))
            .Add("durationRound", 1, c => Rounded(Span(c, 0)))
            .Add("ago", 1, c => GoFormat.Duration(TimeSpan.FromSeconds(Math.Round((c.Clock.GetUtcNow() - Time(c, 0)).TotalSeconds))));
        foreach (var (add, parse) in ((string, string)[])[("dateModify", "toDate"), ("mustDateModify", "mustToDate"), ("date_modify", "to_date"), ("must_date_modify", "must_to_date")])
        {
            table.Add(add, 2, c => Time(c, 1) + (GoTime.TryParseDuration(c.Text(0), out var span) ? span : throw c.Error($"invalid duration \"{c.Text(0)}\"")));
            table.Add(parse, 2, c => GoTime.TryParse(c.Text(1), c.Text(0), TimeSpan.Zero, out var time) ? time : throw c.Error($"cannot parse \"{c.Text(1)}\" as \"{c.Text(0)}\""));
        }
    }

    // A text or number is taken for seconds since 1970, all else for now, as sprig does; RFC 3339 is understood besides.
    private static DateTimeOffset Time(FunctionCall call, int index) => call[index] switch
    {
        DateTimeOffset time => time,
        long seconds when Math.Abs(seconds) < 253_402_300_000 => DateTimeOffset.FromUnixTimeSeconds(seconds),
        string text when GoTime.TryParse(text, GoTime.Rfc3339, TimeSpan.Zero, out var parsed) => parsed,
        _ => call.Clock.GetUtcNow(),
    };

    private static TimeSpan Span(FunctionCall call, int index) => call[index] switch
    {
        TimeSpan span => span,
        long nanoseconds => TimeSpan.FromTicks(nanoseconds / 100),
        DateTimeOffset time => call.Clock.GetUtcNow() - time,
        string text when GoTime.TryParseDuration(text, out var span) => span,
        _ => TimeSpan.Zero,
    };

    private static string Rounded(TimeSpan span)
    {
        var (sign, rest) = span < TimeSpan.Zero ? ("-", -span) : ("", span);
        var days = (long)rest.TotalDays;
        var text = days >= 365 ? $"{days / 365}y"
            : days >= 30 ? $"{days / 30}mo"
            : days >= 1 ? $"{days}d"
            : rest.TotalHours >= 1 ? $"{(long)rest.TotalHours}h"
            : rest.TotalMinutes >= 1 ? $"{(long)rest.TotalMinutes}m"
            : $"{(long)rest.TotalSeconds}s";
        return sign + text;
    }
}
