using System.Globalization;
using System.Text;

namespace Krewe.Expressions.Values;

/// <summary>Values as Go prints them: what a workflow's author sees must not differ.</summary>
internal static class GoFormat
{
    /// <summary>As <c>%v</c>.</summary>
    public static string Print(object? value)
    {
        if (value is string text)
        {
            return text;
        }

        var result = new StringBuilder();
        Print(result, value);
        return result.ToString();
    }

    /// <summary>A floating-point number as <c>%v</c> prints it: with an exponent below -4 and from 1e+06 on.</summary>
    public static string Float(double value) => Shortest(value, -4, 6, twoDigits: true);

    /// <summary>A floating-point number as encoding/json writes it.</summary>
    public static string JsonFloat(double value) => Shortest(value, -6, 21, twoDigits: false);

    /// <summary>A duration as Go prints it: <c>1h2m3.5s</c>.</summary>
    public static string Duration(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "0s";
        }

        var sign = value < TimeSpan.Zero ? "-" : "";
        var ticks = value < TimeSpan.Zero ? (ulong)-(Int128)value.Ticks : (ulong)value.Ticks;
        if (ticks < TimeSpan.TicksPerSecond)
        {
            return ticks < TimeSpan.TicksPerMicrosecond ? $"{sign}{ticks * 100}ns"
                : ticks < TimeSpan.TicksPerMillisecond ? $"{sign}{Trimmed(ticks / 10m)}µs"
                : $"{sign}{Trimmed(ticks / 10000m)}ms";
        }

        var seconds = Trimmed(ticks % (60 * (ulong)TimeSpan.TicksPerSecond) / 10_000_000m);
        var minutes = ticks / (60 * (ulong)TimeSpan.TicksPerSecond);
        return minutes == 0 ? $"{sign}{seconds}s"
            : minutes < 60 ? $"{sign}{minutes}m{seconds}s"
            : $"{sign}{minutes / 60}h{minutes % 60}m{seconds}s";
    }

    private static string Trimmed(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    private static void Print(StringBuilder to, object? value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case null:
                to.Append("<nil>");
                break;
            case bool truth:
                to.Append(truth ? "true" : "false");
                break;
            case double real:
                to.Append(Float(real));
                break;
            case TimeSpan span:
                to.Append(Duration(span));
                break;
            case DateTimeOffset time:
                to.Append(GoTime.Format(time, "2006-01-02 15:04:05.999999999 -0700 MST"));
                break;
            case IReadOnlyDictionary<string, object?> map:
                to.Append("map[");
                Join(to, map.OrderBy(p => p.Key, StringComparer.Ordinal), p =>
                {
                    to.Append(p.Key).Append(':');
                    Print(to, p.Value);
                });
                to.Append(']');
                break;
            case IReadOnlyList<object?> list:
                to.Append('[');
                Join(to, list, item => Print(to, item));
                to.Append(']');
                break;
            default:
                to.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }

    private static void Join<T>(StringBuilder to, IEnumerable<T> items, Action<T> print)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                to.Append(' ');
            }

            first = false;
            print(item);
        }
    }

    private static string Shortest(double value, int low, int high, bool twoDigits)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0" : "0";
        }

        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var (sign, mantissa, exponent) = Split(shortest);
        if (exponent < low || exponent >= high)
        {
            var e = Math.Abs(exponent).ToString(twoDigits ? "00" : "0", CultureInfo.InvariantCulture);
            return $"{sign}{mantissa[0]}{(mantissa.Length > 1 ? "." + mantissa[1..] : "")}e{(exponent < 0 ? '-' : '+')}{e}";
        }

        return exponent < 0 ? $"{sign}0.{new string('0', -exponent - 1)}{mantissa}"
            : mantissa.Length <= exponent + 1 ? $"{sign}{mantissa}{new string('0', exponent + 1 - mantissa.Length)}"
            : $"{sign}{mantissa[..(exponent + 1)]}.{mantissa[(exponent + 1)..]}";
    }

    // The shortest round-trip digits without point and zeros around, and the exponent of the first.
    private static (string Sign, string Mantissa, int Exponent) Split(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        text = text[sign.Length..];
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var number = e < 0 ? text : text[..e];
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var all = number.Replace(".", "", StringComparison.Ordinal);
        exponent += (point < 0 ? number.Length : point) - 1;
        var mantissa = all.TrimStart('0');
        exponent -= all.Length - mantissa.Length;
        mantissa = mantissa.TrimEnd('0');
        return (sign, mantissa, exponent);
    }
}
