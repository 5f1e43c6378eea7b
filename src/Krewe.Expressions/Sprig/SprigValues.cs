using System.Globalization;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Sprig;

/// <summary>The conversions sprig is so generous with.</summary>
internal static class SprigValues
{
    public static long ToInt(object? value) => ExprValues.Normalize(value) switch
    {
        long whole => whole,
        double real => double.IsFinite(real) ? (long)real : 0,
        bool truth => truth ? 1 : 0,
        TimeSpan span => span.Ticks * 100,
        string text => ParseInt(text),
        _ => 0,
    };

    public static double ToFloat(object? value) => ExprValues.Normalize(value) switch
    {
        long whole => whole,
        double real => real,
        bool truth => truth ? 1 : 0,
        string text => double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0,
        _ => 0,
    };

    public static bool IsEmpty(object? value) => ExprValues.Normalize(value) switch
    {
        null or false or 0L or 0.0 or "" => true,
        IReadOnlyList<object?> list => list.Count == 0,
        IReadOnlyDictionary<string, object?> map => map.Count == 0,
        _ => false,
    };

    public static string ToText(object? value) => GoFormat.Print(ExprValues.Normalize(value));

    public static IReadOnlyList<object?> ToTexts(object? value) => ExprValues.Normalize(value) switch
    {
        null => [],
        IReadOnlyList<object?> list => list.Where(i => i is not null).Select(i => (object?)ToText(i)).ToArray(),
        var other => [ToText(other)],
    };

    // A text that is no number is 0, as in sprig; "0x1f" and "017" are read as Go reads them.
    private static long ParseInt(string text)
    {
        var (trimmed, sign) = text.Trim() is ['-', .. var rest] ? (rest, -1) : (text.Trim().TrimStart('+'), 1);
        try
        {
            return sign * (trimmed.ToLowerInvariant() switch
            {
                ['0', 'x', .. var hex] => Convert.ToInt64(hex, 16),
                ['0', 'b', .. var bits] => Convert.ToInt64(bits, 2),
                ['0', 'o', .. var octal] => Convert.ToInt64(octal, 8),
                ['0', _, ..] => Convert.ToInt64(trimmed, 8),
                _ => long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole
                    : double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && Math.Abs(real) < 9e18 ? (long)real : 0,
            });
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return 0;
        }
    }
}
