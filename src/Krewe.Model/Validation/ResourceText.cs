using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Krewe.Model.Validation;

/// <summary>The strings of a part of a resource, with their places, and the part again after the strings were changed.</summary>
internal static class ResourceText
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    public static IEnumerable<(string Below, string Text)> Strings<T>(T part, JsonTypeInfo<T> type) =>
        Strings(JsonSerializer.SerializeToElement(part, type), "");

    /// <summary>The part with its tags changed; the same part where there is none.</summary>
    public static T ChangeTags<T>(T part, JsonTypeInfo<T> type, Func<string, string> change)
    {
        // Two such braces stand together in texts alone.
        var json = JsonSerializer.SerializeToUtf8Bytes(part, type);
        return json.AsSpan().IndexOf("{{"u8) < 0 ? part : Change(JsonNode.Parse(json, documentOptions: Deep)!, change).Deserialize(type)!;
    }

    private static IEnumerable<(string Below, string Text)> Strings(JsonElement value, string below)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                yield return (below, value.GetString()!);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var inner in value.EnumerateArray())
                {
                    foreach (var found in Strings(inner, $"{below}[{index.ToString(CultureInfo.InvariantCulture)}]"))
                    {
                        yield return found;
                    }

                    index++;
                }

                break;
            case JsonValueKind.Object:
                foreach (var pair in value.EnumerateObject())
                {
                    yield return (below, pair.Name);
                    foreach (var found in Strings(pair.Value, $"{below}.{pair.Name}"))
                    {
                        yield return found;
                    }
                }

                break;
        }
    }

    private static JsonNode Change(JsonNode node, Func<string, string> change)
    {
        switch (node)
        {
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return JsonValue.Create(change(value.GetValue<string>()));
            case JsonArray array:
                var items = new JsonArray();
                foreach (var item in array)
                {
                    items.Add(item is null ? null : Change(item, change));
                }

                return items;
            case JsonObject map:
                var pairs = new JsonObject();
                foreach (var (key, value) in map)
                {
                    pairs[change(key)] = value is null ? null : Change(value, change);
                }

                return pairs;
            default:
                return node.DeepClone();
        }
    }
}
