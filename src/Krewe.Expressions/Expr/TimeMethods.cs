using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

/// <summary>The methods that times and durations have, under Go's names.</summary>
internal static class TimeMethods
{
    public static object? Call(object target, FunctionCall call) => target switch
    {
        DateTimeOffset time => Time(time, call),
        TimeSpan span => Span(span, call),
        _ => call.Name == "String" ? ((TimeZoneInfo)target).Id : throw Unknown(call),
    };

    private static object? Time(DateTimeOffset time, FunctionCall call) => call.Name switch
    {
        "Year" => (long)time.Year,
        "Month" => (long)time.Month,
        "Day" => (long)time.Day,
        "Hour" => (long)time.Hour,
        "Minute" => (long)time.Minute,
        "Second" => (long)time.Second,
        "Nanosecond" => time.Ticks % TimeSpan.TicksPerSecond * 100,
        "YearDay" => (long)time.DayOfYear,
        "Weekday" => (long)time.DayOfWeek,
        "Unix" => time.ToUnixTimeSeconds(),
        "UnixMilli" => time.ToUnixTimeMilliseconds(),
        "UnixMicro" => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
        "UnixNano" => (time - DateTimeOffset.UnixEpoch).Ticks * 100,
        "Format" => call.Made(GoTime.Format(time, call.Text(0))),
        "String" => GoFormat.Print(time),
        "UTC" => time.ToUniversalTime(),
        "Local" => time.ToUniversalTime(),
        "In" => call[0] is TimeZoneInfo zone ? TimeZoneInfo.ConvertTime(time, zone) : throw call.Error("argument 1 must be a timezone"),
        "Add" => call[0] is TimeSpan span ? time + span : throw call.Error("argument 1 must be a duration"),
        "AddDate" => time.AddYears((int)call.Int(0)).AddMonths((int)call.Int(1)).AddDays(call.Int(2)),
        "Sub" => time - Other(call),
        "Before" => time < Other(call),
        "After" => time > Other(call),
        "Equal" => time == Other(call),
        "IsZero" => time == DateTimeOffset.MinValue,
        "Truncate" => call[0] is TimeSpan unit && unit > TimeSpan.Zero ? time.AddTicks(-(time.UtcTicks % unit.Ticks)) : time,
        _ => throw Unknown(call),
    };

    private static object? Span(TimeSpan span, FunctionCall call) => call.Name switch
    {
        "Hours" => span.TotalHours,
        "Minutes" => span.TotalMinutes,
        "Seconds" => span.TotalSeconds,
        "Milliseconds" => span.Ticks / TimeSpan.TicksPerMillisecond,
        "Microseconds" => span.Ticks / TimeSpan.TicksPerMicrosecond,
        "Nanoseconds" => span.Ticks * 100,
        "String" => GoFormat.Duration(span),
        "Abs" => span.Duration(),
        "Truncate" => call[0] is TimeSpan unit && unit > TimeSpan.Zero ? TimeSpan.FromTicks(span.Ticks - (span.Ticks % unit.Ticks)) : span,
        "Round" => call[0] is TimeSpan unit && unit > TimeSpan.Zero ? TimeSpan.FromTicks((long)Math.Round((double)span.Ticks / unit.Ticks, MidpointRounding.AwayFromZero) * unit.Ticks) : span,
        _ => throw Unknown(call),
    };

    private static DateTimeOffset Other(FunctionCall call) => call[0] is DateTimeOffset other ? other : throw call.Error("argument 1 must be a time");

    private static ExpressionException Unknown(FunctionCall call) => call.Error("there is no such method");
}
