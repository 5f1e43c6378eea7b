using System.Globalization;
using System.Text;

namespace Krewe.Engine;

/// <summary>The printf format of <c>withSequence</c>, as Go formats one whole number.</summary>
internal static class SequenceFormat
{
    public static string Apply(string format, long value)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            if (i + 1 < format.Length && format[i + 1] == '%')
            {
                text.Append('%');
                i++;
                continue;
            }

            var start = i + 1;
            var at = start;
            while (at < format.Length && "+- 0#".Contains(format[at], StringComparison.Ordinal))
            {
                at++;
            }

            var flags = format[start..at];
            var widthStart = at;
            while (at < format.Length && char.IsAsciiDigit(format[at]))
            {
                at++;
            }

            var width = at > widthStart && int.TryParse(format[widthStart..at], NumberStyles.None, CultureInfo.InvariantCulture, out var w) ? Math.Min(w, 1024) : 0;
            text.Append(at < format.Length ? Pad(Digits(format[at], value, flags), flags, width) : "%!(NOVERB)");
            i = at;
        }

        return text.ToString();
    }

    private static string Digits(char verb, long value, string flags)
    {
        var size = Math.Abs(value);
        var digits = verb switch
        {
            'd' or 'v' => size.ToString(CultureInfo.InvariantCulture),
            'x' => (flags.Contains('#', StringComparison.Ordinal) ? "0x" : "") + size.ToString("x", CultureInfo.InvariantCulture),
            'X' => (flags.Contains('#', StringComparison.Ordinal) ? "0X" : "") + size.ToString("X", CultureInfo.InvariantCulture),
            'o' => (flags.Contains('#', StringComparison.Ordinal) ? "0" : "") + Convert.ToString(size, 8),
            'b' => Convert.ToString(size, 2),
            'c' => char.ConvertFromUtf32((int)Math.Clamp(size, 0, 0xD7FF)),
            _ => $"%!{verb}(int={value.ToString(CultureInfo.InvariantCulture)})",
        };
        var sign = value < 0 ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";
        return verb is 'd' or 'v' or 'x' or 'X' or 'o' or 'b' ? sign + digits : digits;
    }

    private static string Pad(string text, string flags, int width)
    {
        if (flags.Contains('-', StringComparison.Ordinal))
        {
            return text.PadRight(width);
        }

        if (!flags.Contains('0', StringComparison.Ordinal) || text.Length >= width)
        {
            return text.PadLeft(width);
        }

        var signed = text.Length > 0 && text[0] is '-' or '+' or ' ';
        return signed ? text[0] + text[1..].PadLeft(width - 1, '0') : text.PadLeft(width, '0');
    }
}
