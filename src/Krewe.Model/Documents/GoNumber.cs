using System.Globalization;
using System.Numerics;

namespace Krewe.Model.Documents;

/// <summary>Text of floating-point numbers in the forms that Go's encoders give, since these texts end up in parameters.</summary>
internal static class GoNumber
{
    /// <summary>As <c>encoding/json</c>: plain, with an exponent below 1e-6 and from 1e21.</summary>
    public static string Json(double value)
    {
        var size = Math.Abs(value);
        return size != 0 && (size < 1e-6 || size >= 1e21) ? Exponent(value, 1) : Plain(value);
    }

    /// <summary>As <c>FormatFloat(f, 'f', -1, 64)</c>: never an exponent.</summary>
    public static string Plain(double value)
    {
        if (!double.IsFinite(value))
        {
            return NotFinite(value);
        }

        var (sign, digits, point) = Shortest(value);
        return point switch
        {
            <= 0 => digits == "0" ? sign + "0" : sign + "0." + new string('0', -point) + digits,
            _ when point >= digits.Length => sign + digits.PadRight(point, '0'),
            _ => sign + digits[..point] + "." + digits[point..],
        };
    }

    /// <summary>As <c>FormatFloat(f, 'g', -1, 64)</c>: with an exponent below 1e-4 and from 1e21.</summary>
    public static string General(double value)
    {
        if (!double.IsFinite(value))
        {
            return NotFinite(value);
        }

        var exponent = Shortest(value).Point - 1;
        return value != 0 && exponent is < -4 or >= 21 ? Exponent(value, 2) : Plain(value);
    }

    /// <summary>
    /// Text of a JSON number in a field that takes any scalar: whole numbers as written, others without an exponent.
    /// </summary>
    public static string AnyString(string number)
    {
        if (number.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return number;
        }

        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? Plain(value) : number;
    }

    /// <summary>Whether a JSON number is a whole one, however it is written (<c>3</c>, <c>3.0</c>, <c>3e0</c>), and fits.</summary>
    public static bool TryInteger(string number, out long value)
    {
        if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && Math.Abs(real) < 1L << 53 && Math.Truncate(real) == real)
        {
            value = (long)real;
            return true;
        }

        return false;
    }

    /// <summary>Go's <c>ParseInt(s, 0, …)</c>: decimal, 0x, 0o, 0b and a leading zero as octal.</summary>
    public static bool TryParseGoInteger(string text, out BigInteger value)
    {
        value = default;
        var at = text is ['+' or '-', ..] ? 1 : 0;
        var radix = 10;
        if (text.Length - at >= 2 && text[at] == '0')
        {
            (radix, var skip) = char.ToLowerInvariant(text[at + 1]) switch { 'x' => (16, 2), 'o' => (8, 2), 'b' => (2, 2), _ => (8, 1) };
            at += skip;
        }

        // Longer than any number means anything; BigInteger is quadratic.
        if (at >= text.Length || text.Length > 400)
        {
            return false;
        }

        foreach (var c in text.AsSpan(at))
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            if (digit >= radix)
            {
                return false;
            }

            value = (value * radix) + digit;
        }

        value = text[0] == '-' ? -value : value;
        return true;
    }

    private static string NotFinite(double value) => double.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";

    private static string Exponent(double value, int exponentDigits)
    {
        var (sign, digits, point) = Shortest(value);
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        var exponent = point - 1;
        return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("D" + exponentDigits, CultureInfo.InvariantCulture)}";
    }

    /// <summary>Shortest digits that read back as the value, and where the decimal point stands in them.</summary>
    private static (string Sign, string Digits, int Point) Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = "";
        if (text[0] == '-')
        {
            (sign, text) = ("-", text[1..]);
        }

        var exponent = 0;
        if (text.IndexOf('E', StringComparison.Ordinal) is > 0 and var e)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? text.Length : dot) + exponent;
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..].TrimEnd('0');
        return digits.Length == 0 ? (sign, "0", 0) : (sign, digits, point - zeros);
    }
}
