using System.Buffers;
using System.Globalization;

namespace Krewe.Model.Validation;

/// <summary>Reads durations as Go writes them: <c>1h30m</c>, <c>1.5s</c>, <c>200ms</c>.</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units =
        [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        var sign = rest.StartsWith("-", StringComparison.Ordinal) ? -1 : 1;
        rest = rest.TrimStart("+-");
        if (rest.Length == 0)
        {
            return false;
        }

        if (rest is "0")
        {
            return true;
        }

        var seconds = 0.0;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(NumberLetters);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var unitLength = rest.IndexOfAny(NumberLetters) is var next and >= 0 ? next : rest.Length;
            var unit = rest[..unitLength].ToString();
            if (Array.Find(Units, known => known.Unit == unit) is not { Unit: not null } found)
            {
                return false;
            }

            seconds += number * found.Seconds;
            rest = rest[unitLength..];
        }

        if (seconds > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(sign * seconds);
        return true;
    }
}
