using System.Globalization;
using System.Text;

namespace Krewe.Engine;

/// <summary>Times and durations as Go writes and reads them.</summary>
internal static class GoTime
{
    public static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time as Go prints it.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + " +0000 UTC";

    /// <summary>A Go duration (<c>1h30m</c>), or a bare number of seconds.</summary>
    public static TimeSpan Parse(string text)
    {
        var s = text.Trim();
        if (double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out var bare))
        {
            return Seconds(bare, text);
        }

        double total = 0;
        var at = 0;
        if (s.Length == 0)
        {
            throw Invalid(text);
        }

        while (at < s.Length)
        {
            var number = at;
            while (at < s.Length && (char.IsAsciiDigit(s[at]) || s[at] == '.'))
            {
                at++;
            }

            var unit = at;
            while (at < s.Length && !char.IsAsciiDigit(s[at]) && s[at] != '.')
            {
                at++;
            }

            if (!double.TryParse(s.AsSpan(number, unit - number), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                throw Invalid(text);
            }

            total += value * UnitSeconds(s[unit..at], text);
        }

        return Seconds(total, text);
    }

    /// <summary>A duration in words: <c>1 minute 5 seconds</c>.</summary>
    public static string Humanize(TimeSpan time)
    {
        var text = new StringBuilder();
        var seconds = (long)time.TotalSeconds;
        foreach (var (name, size) in new (string, long)[] { ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1) })
        {
            var count = seconds / size;
            seconds -= count * size;
            if (count > 0)
            {
                text.Append(text.Length > 0 ? " " : "").Append(count).Append(' ').Append(name).Append(count == 1 ? "" : "s");
            }
        }

        return text.Length == 0 ? "0 seconds" : text.ToString();
    }

    private static TimeSpan Seconds(double seconds, string text) =>
        seconds is >= 0 and < 1e10 ? TimeSpan.FromSeconds(seconds) : throw Invalid(text);

    private static double UnitSeconds(string unit, string text) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        "ns" => 1e-9,
        "d" => 86_400,
        _ => throw Invalid(text),
    };

    private static UserErrorException Invalid(string text) => new($"unable to parse \"{text}\" as a duration");
}
