using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>How the data compares values: a missing field is Go's zero value, numbers and texts compare as text, times as moments.</summary>
public static class JsonValues
{
    /// <summary>Absent, or what Go leaves out of JSON: empty text, zero, false, an empty list or map.</summary>
    public static bool IsZero(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.All(entry => IsZero(entry.Value)),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.Null or JsonValueKind.False => true,
            JsonValueKind.String => value.GetValue<string>().Length == 0,
            JsonValueKind.Number => Number(value) == 0,
            _ => false,
        },
        _ => false,
    };

    /// <summary>Whether two values mean the same.</summary>
    public static bool Same(JsonNode? left, JsonNode? right)
    {
        if (IsZero(left) && IsZero(right))
        {
            return true;
        }

        return (left, right) switch
        {
            (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
            (JsonObject a, JsonObject b) => a.Select(entry => entry.Key).Union(b.Select(entry => entry.Key)).All(key => Same(a[key], b[key])),
            (JsonValue a, JsonValue b) => SameScalar(a, b),
            _ => false,
        };
    }

    /// <summary>Less than zero, zero or more; null when the two have no order.</summary>
    public static int? Compare(JsonNode? left, JsonNode? right)
    {
        if (Number(left) is { } a && Number(right) is { } b)
        {
            return a.CompareTo(b);
        }

        if (Time(left) is { } t && Time(right) is { } u)
        {
            return t.CompareTo(u);
        }

        return Text(left) is { } x && Text(right) is { } y ? string.CompareOrdinal(x, y) : null;
    }

    /// <summary>A scalar as text; null for others.</summary>
    public static string? Text(JsonNode? node) => node is not JsonValue value ? null : value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Null => null,
        _ => value.ToJsonString(),
    };

    /// <summary>A number, or a text that is one.</summary>
    public static double? Number(JsonNode? node) =>
        Text(node) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A text that is a time.</summary>
    public static DateTimeOffset? Time(JsonNode? node) =>
        Text(node) is { Length: >= 10 } text && text[4] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>For messages: short JSON.</summary>
    public static string Show(JsonNode? node)
    {
        var text = node?.ToJsonString(Readable) ?? "null";
        return text.Length <= 300 ? text : string.Concat(text.AsSpan(0, 300), "…");
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool SameScalar(JsonValue a, JsonValue b)
    {
        var (x, y) = (Text(a), Text(b));
        if (x == y)
        {
            return true;
        }

        if (a.GetValueKind() == JsonValueKind.Number || b.GetValueKind() == JsonValueKind.Number)
        {
            return Number(a) is { } m && Number(b) is { } n && m.Equals(n);
        }

        return Time(a) is { } t && Time(b) is { } u && t == u;
    }
}
