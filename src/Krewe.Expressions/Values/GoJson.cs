using System.Globalization;
using System.Text;
using System.Text.Json;
using Krewe.Expressions.Expr;

namespace Krewe.Expressions.Values;

/// <summary>JSON as encoding/json reads and writes it: keys sorted, HTML characters escaped, every number a float.</summary>
public static class GoJson
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 200 };

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static object? Parse(string text)
    {
        using var document = JsonDocument.Parse(text, Reading);
        return From(document.RootElement);
    }

    public static object? From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => FromObject(json),
        JsonValueKind.Array => json.EnumerateArray().Select(From).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static string Write(object? value, bool indented = false, bool html = true)
    {
        var to = new StringBuilder();
        Write(to, value, indented ? 0 : -1, html);
        return to.ToString();
    }

    private static Dictionary<string, object?> FromObject(JsonElement json)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            map[property.Name] = From(property.Value);
        }

        return map;
    }

    private static void Write(StringBuilder to, object? value, int indent, bool html)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (ExprValues.Normalize(value))
        {
            case null:
                to.Append("null");
                break;
            case bool truth:
                to.Append(truth ? "true" : "false");
                break;
            case long whole:
                to.Append(whole.ToString(CultureInfo.InvariantCulture));
                break;
            case double real:
                to.Append(double.IsFinite(real) ? GoFormat.JsonFloat(real) : throw new ExpressionException(ExpressionErrorKind.Evaluation, $"{GoFormat.Float(real)} has no JSON form"));
                break;
            case string text:
                WriteText(to, text, html);
                break;
            case DateTimeOffset time:
                WriteText(to, GoTime.Format(time, GoTime.Rfc3339Nano), html);
                break;
            case TimeSpan span:
                to.Append(((Int128)span.Ticks * 100).ToString(CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, object?> map:
                WriteMap(to, map, indent, html);
                break;
            case IReadOnlyList<object?> list:
                WriteList(to, list, indent, html);
                break;
            default:
                throw new ExpressionException(ExpressionErrorKind.Evaluation, $"a {ExprValues.TypeName(value)} has no JSON form");
        }
    }

    private static void WriteMap(StringBuilder to, IReadOnlyDictionary<string, object?> map, int indent, bool html)
    {
        var inner = indent < 0 ? -1 : indent + 1;
        to.Append('{');
        var first = true;
        foreach (var (key, value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Separate(to, ref first, inner);
            WriteText(to, key, html);
            to.Append(indent < 0 ? ":" : ": ");
            Write(to, value, inner, html);
        }

        End(to, first, indent, '}');
    }

    private static void WriteList(StringBuilder to, IReadOnlyList<object?> list, int indent, bool html)
    {
        var inner = indent < 0 ? -1 : indent + 1;
        to.Append('[');
        var first = true;
        foreach (var value in list)
        {
            Separate(to, ref first, inner);
            Write(to, value, inner, html);
        }

        End(to, first, indent, ']');
    }

    private static void Separate(StringBuilder to, ref bool first, int indent)
    {
        if (!first)
        {
            to.Append(',');
        }

        first = false;
        if (indent >= 0)
        {
            to.Append('\n').Append(' ', indent * 2);
        }
    }

    private static void End(StringBuilder to, bool empty, int indent, char bracket)
    {
        if (!empty && indent >= 0)
        {
            to.Append('\n').Append(' ', indent * 2);
        }

        to.Append(bracket);
    }

    private static void WriteText(StringBuilder to, string text, bool html)
    {
        to.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append("\\\\"),
                '\b' => to.Append("\\b"),
                '\f' => to.Append("\\f"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                '<' or '>' or '&' when html => to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                < ' ' or '\u2028' or '\u2029' => to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => to.Append(c),
            };
        }

        to.Append('"');
    }
}
