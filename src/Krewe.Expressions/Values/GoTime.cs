using System.Buffers;
using System.Globalization;
using System.Text;

namespace Krewe.Expressions.Values;

/// <summary>Times and durations in Go's layouts (<c>2006-01-02 15:04:05</c>).</summary>
internal static class GoTime
{
    public const string Rfc3339 = "2006-01-02T15:04:05Z07:00";
    public const string Rfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    // The longer first, as "01" must not be read as "0" and "1".
    private static readonly string[] Parts =
    [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "-07:00:00", "-07:00", "-0700", "-07", "Z07:00", "Z0700", "Z07",
        "002", "01", "02", "03", "04", "05", "06", "15", "_2", "PM", "pm", "1", "2", "3", "4", "5",
    ];

    public static string Format(DateTimeOffset time, string layout)
    {
        var to = new StringBuilder(layout.Length + 8);
        for (var i = 0; i < layout.Length;)
        {
            if (Fraction(layout, i) is > 0 and var length)
            {
                AppendFraction(to, time, layout[i..(i + length)]);
                i += length;
            }
            else if (PartAt(layout, i) is { } part)
            {
                to.Append(Piece(time, part));
                i += part.Length;
            }
            else
            {
                to.Append(layout[i++]);
            }
        }

        return to.ToString();
    }

    public static bool TryParse(string text, string layout, TimeSpan offset, out DateTimeOffset time)
    {
        time = default;
        var format = new StringBuilder();
        for (var i = 0; i < layout.Length;)
        {
            if (Fraction(layout, i) is > 0 and var length)
            {
                format.Append('.').Append(layout[i + 1] == '9' ? 'F' : 'f', Math.Min(length - 1, 7));
                i += length;
            }
            else if (PartAt(layout, i) is { } part)
            {
                format.Append(Pattern(part));
                // Go reads a fraction after the seconds even when the layout has none.
                if (part is "05" or "5" && Fraction(layout, i + part.Length) == 0)
                {
                    format.Append(".FFFFFFF");
                }

                i += part.Length;
            }
            else
            {
                format.Append('\\').Append(layout[i++]);
            }
        }

        var zoned = layout.Contains("07", StringComparison.Ordinal);
        if (layout.Contains("MST", StringComparison.Ordinal))
        {
            text = text.Replace("UTC", "GMT", StringComparison.Ordinal);
        }

        if (zoned)
        {
            return DateTimeOffset.TryParseExact(text, format.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        }

        if (!DateTime.TryParseExact(text, format.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var local))
        {
            return false;
        }

        // Go's year is 0 where the text has none; .NET has no year 0, so 1 stands for it.
        time = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset);
        return true;
    }

    /// <summary>Reads <c>1h30m</c>, <c>-1.5s</c>, <c>100ms</c>.</summary>
    public static bool TryParseDuration(string text, out TimeSpan span)
    {
        span = default;
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+"))
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return true;
        }

        if (rest.IsEmpty)
        {
            return false;
        }

        var ticks = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var unitLength = rest.IndexOfAny(NumberCharacters) is >= 0 and var next ? next : rest.Length;
            var unit = rest[..unitLength] switch
            {
                "ns" => 0.01m,
                "us" or "µs" or "μs" => 10m,
                "ms" => 10_000m,
                "s" => 10_000_000m,
                "m" => 600_000_000m,
                "h" => 36_000_000_000m,
                _ => 0m,
            };
            if (unit == 0 || number > 1e15m)
            {
                return false;
            }

            ticks += number * unit;
            rest = rest[unitLength..];
        }

        if (ticks > long.MaxValue / 100)
        {
            return false;
        }

        span = TimeSpan.FromTicks((long)(negative ? -ticks : ticks));
        return true;
    }

    private static string? PartAt(string layout, int at)
    {
        foreach (var part in Parts)
        {
            if (string.CompareOrdinal(layout, at, part, 0, part.Length) == 0)
            {
                return part;
            }
        }

        return null;
    }

    private static int Fraction(string layout, int at)
    {
        if (at + 1 >= layout.Length || layout[at] is not ('.' or ',') || layout[at + 1] is not ('0' or '9'))
        {
            return 0;
        }

        var end = at + 1;
        while (end < layout.Length && layout[end] == layout[at + 1])
        {
            end++;
        }

        return end < layout.Length && char.IsAsciiDigit(layout[end]) ? 0 : end - at;
    }

    private static void AppendFraction(StringBuilder to, DateTimeOffset time, string part)
    {
        var digits = (time.Ticks % TimeSpan.TicksPerSecond * 100).ToString("000000000", CultureInfo.InvariantCulture)[..Math.Min(9, part.Length - 1)];
        digits = part[1] == '9' ? digits.TrimEnd('0') : digits;
        if (digits.Length > 0)
        {
            to.Append(part[0]).Append(digits);
        }
    }

    private static string Piece(DateTimeOffset time, string part) => part switch
    {
        "MST" => time.Offset == TimeSpan.Zero ? "UTC" : Zone(time, ""),
        "002" => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        "_2" => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        "2006" => time.Year.ToString("0000", CultureInfo.InvariantCulture),
        "PM" => time.Hour >= 12 ? "PM" : "AM",
        "pm" => time.Hour >= 12 ? "pm" : "am",
        "Z07:00" => time.Offset == TimeSpan.Zero ? "Z" : Zone(time, ":"),
        "Z0700" or "Z07" => time.Offset == TimeSpan.Zero ? "Z" : Zone(time, ""),
        "-07:00" => Zone(time, ":"),
        "-0700" => Zone(time, ""),
        "-07" => Zone(time, "")[..3],
        "-07:00:00" => Zone(time, ":") + ":00",
        _ => time.ToString(Pattern(part) is { Length: 1 } one ? "%" + one : Pattern(part), CultureInfo.InvariantCulture),
    };

    private static string Zone(DateTimeOffset time, string between)
    {
        var offset = time.Offset.Duration();
        return string.Create(CultureInfo.InvariantCulture, $"{(time.Offset < TimeSpan.Zero ? '-' : '+')}{offset.Hours:00}{between}{offset.Minutes:00}");
    }

    private static string Pattern(string part) => part switch
    {
        "January" => "MMMM",
        "Jan" => "MMM",
        "Monday" => "dddd",
        "Mon" => "ddd",
        "2006" => "yyyy",
        "06" => "yy",
        "01" => "MM",
        "1" => "M",
        "02" => "dd",
        "_2" or "2" => "d",
        "15" => "HH",
        "03" => "hh",
        "3" => "h",
        "04" => "mm",
        "4" => "m",
        "05" => "ss",
        "5" => "s",
        "PM" or "pm" => "tt",
        "MST" => "'GMT'",
        _ => part.StartsWith('Z') || part.Contains(':', StringComparison.Ordinal) ? "K" : "zzz",
    };
}
