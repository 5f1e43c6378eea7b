using System.Globalization;

namespace Krewe.Expressions.Filters;

/// <summary>Spans of time as people write them.</summary>
public static class FilterSpans
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    /// <summary>Sums of numbers with units, such as <c>90s</c>, <c>1h30m</c>, <c>2d</c>, <c>1w</c>; null when it is none.</summary>
    /// <param name="text">The text.</param>
    public static TimeSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.".AsSpan());
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return null;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAnyExcept("mshdw".AsSpan()) is var end and >= 0 ? end : rest.Length;
            double? seconds = rest[..letters] switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, "d" => 86400, "w" => 604800, _ => null };
            if (seconds is not { } unit || amount * unit > Longest.TotalSeconds)
            {
                return null;
            }

            total += TimeSpan.FromSeconds(amount * unit);
            rest = rest[letters..];
        }

        return text.Length == 0 || total > Longest ? null : total;
    }
}
