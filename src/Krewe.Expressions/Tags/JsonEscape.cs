using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Krewe.Expressions.Tags;

/// <summary>The inside of JSON strings: escaping what is put in, unescaping what is taken out.</summary>
internal static class JsonEscape
{
    public static void Append(StringBuilder to, string value)
    {
        var done = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c >= ' ' && c != '"' && c != '\\' && !IsLoneSurrogate(value, i))
            {
                continue;
            }

            to.Append(value, done, i - done);
            done = i + 1;
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append("\\\\"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                _ => to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        to.Append(value, done, value.Length - done);
    }

    /// <summary>Undoes the escapes of a JSON string's inside; false when they are not well-formed.</summary>
    public static bool TryUnescape(string text, [NotNullWhen(true)] out string? plain)
    {
        plain = text;
        if (text.AsSpan().IndexOfAny('\\', '"') < 0)
        {
            return text.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0;
        }

        plain = null;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or < ' ')
            {
                return false;
            }

            if (c != '\\')
            {
                result.Append(c);
                continue;
            }

            if (++i >= text.Length || !AppendEscaped(result, text, ref i))
            {
                return false;
            }
        }

        plain = result.ToString();
        return true;
    }

    private static bool AppendEscaped(StringBuilder result, string text, ref int i)
    {
        const string Letters = "\"\\/bfnrt";
        const string Meant = "\"\\/\b\f\n\r\t";
        if (Letters.IndexOf(text[i], StringComparison.Ordinal) is >= 0 and var at)
        {
            result.Append(Meant[at]);
            return true;
        }

        if (text[i] != 'u' || i + 4 >= text.Length
            || !ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        result.Append((char)code);
        i += 4;
        return true;
    }

    // A lone surrogate has no UTF-8 form: written raw it would make the whole text unreadable.
    private static bool IsLoneSurrogate(string value, int i) =>
        char.IsHighSurrogate(value[i]) ? i + 1 >= value.Length || !char.IsLowSurrogate(value[i + 1])
        : char.IsLowSurrogate(value[i]) && (i == 0 || !char.IsHighSurrogate(value[i - 1]));
}
