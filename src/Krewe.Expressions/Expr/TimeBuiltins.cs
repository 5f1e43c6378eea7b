using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

internal static class TimeBuiltins
{
    private static readonly string[] Layouts =
    [
        "2006-01-02", "15:04:05", "2006-01-02 15:04:05", GoTime.Rfc3339, "02 Jan 06 15:04 MST", "Monday, 02-Jan-06 15:04:05 MST", "Mon, 02 Jan 2006 15:04:05 MST",
    ];

    public static void AddTo(FunctionTable table) => table
        .Add("now", 0, 1, c => c.Count == 0 ? c.Clock.GetUtcNow() : TimeZoneInfo.ConvertTime(c.Clock.GetUtcNow(), Zone(c, c[0])))
        .Add("duration", 1, c => GoTime.TryParseDuration(c.Text(0), out var span) ? span : throw c.Error($"invalid duration \"{c.Text(0)}\", write for example 1h30m, 10s, 250ms"))
        .Add("date", 1, 4, Date)
        .Add("timezone", 1, c => Zone(c, c[0]));

    public static TimeZoneInfo Zone(FunctionCall call, object? name) => name switch
    {
        TimeZoneInfo zone => zone,
        "" or "UTC" or "Local" => TimeZoneInfo.Utc,
        string id when TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) => found,
        _ => throw call.Error($"unknown time zone {GoFormat.Print(name)}"),
    };

    private static object Date(FunctionCall call)
    {
        var at = call[0] is TimeZoneInfo ? 1 : 0;
        if (call.Count <= at)
        {
            throw call.Error("the text of the date is missing");
        }

        var zone = at == 1 ? (TimeZoneInfo)call[0]! : call.Count > 2 ? Zone(call, call[2]) : TimeZoneInfo.Utc;
        var text = call.Text(at);
        foreach (var layout in call.Count > at + 1 ? [call.Text(at + 1)] : Layouts)
        {
            if (GoTime.TryParse(text, layout, TimeSpan.Zero, out var time))
            {
                var zoned = layout.Contains("07", StringComparison.Ordinal);
                return zoned ? time : new DateTimeOffset(time.DateTime, zone.GetUtcOffset(time.DateTime));
            }
        }

        throw call.Error($"invalid date {text}");
    }
}
