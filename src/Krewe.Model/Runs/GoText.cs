using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Krewe.Model.Runs;

/// <summary>Renders JSON values as Go's <c>encoding/json</c> and <c>fmt</c> do; node names and raw values depend on every byte of it.</summary>
internal static class GoText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(letter => (char)letter), '"', '\\', '<', '>', '&', '\u2028', '\u2029']);

    /// <summary>Compact JSON text.</summary>
    public static string Json(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>A loop item as <c>%v</c> prints it: a string without its quotes but still escaped, a list as <c>[a b]</c>, all else as JSON.</summary>
    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Escape(value.GetString()!),
        _ => Json(value),
    };

    /// <summary>A list item as <c>%v</c> prints it.</summary>
    public static string List(JsonElement list) => $"[{string.Join(' ', list.EnumerateArray().Select(Value))}]";

    /// <summary>The inside of a JSON string.</summary>
    public static string Escape(string value)
    {
        if (!value.AsSpan().ContainsAny(Escaped))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var first = true;
                foreach (var pair in value.EnumerateObject())
                {
                    text.Append(first ? "\"" : ",\"").Append(Escape(pair.Name)).Append("\":");
                    Write(text, pair.Value);
                    first = false;
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var separator = "";
                foreach (var item in value.EnumerateArray())
                {
                    text.Append(separator);
                    Write(text, item);
                    separator = ",";
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                text.Append('"').Append(Escape(value.GetString()!)).Append('"');
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }
}
