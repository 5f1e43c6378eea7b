using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Model.Documents;

namespace Krewe.Model.Tests;

/// <summary>Turns what a case gives (files, times, Go's embedded structs) into plain JSON.</summary>
internal static class ConformanceValue
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    // Go embeds these structs: their fields stand in the outer object.
    private static readonly HashSet<string> Embedded = new(StringComparer.Ordinal) { "artifactLocation", "artifactGC" };

    public static JsonNode? Resolve(ConformanceSet set, JsonNode? value, string outer = "") => value switch
    {
        JsonObject map when map["$file"] is { } file => Resolve(set, OfText(set.Read(file.GetValue<string>()))),
        JsonObject map when map["$time"] is { } time => Time(time.GetValue<string>()),
        JsonObject map => Map(set, map, outer),
        JsonArray list => new JsonArray([.. list.Select(item => Resolve(set, item))]),
        _ => value?.DeepClone(),
    };

    public static JsonNode? OfText(string text) => OfNode(DocumentReader.Read(text).Documents.Single());

    private static JsonObject Map(ConformanceSet set, JsonObject map, string outer)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map)
        {
            var resolved = Resolve(set, value, key);
            if (Embedded.Contains(key) && (key == "artifactLocation" || outer == "artifactGC") && resolved is JsonObject inner)
            {
                foreach (var (name, field) in inner)
                {
                    result[name] = field?.DeepClone();
                }
            }
            else
            {
                result[key] = resolved;
            }
        }

        return result;
    }

    private static JsonValue Time(string text)
    {
        var seconds = text == "now" ? 0 : double.Parse(text["now".Length..^1], CultureInfo.InvariantCulture) * (text[^1] == 'm' ? 60 : text[^1] == 'h' ? 3600 : 1);
        return JsonValue.Create(Now.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static JsonNode? OfNode(DocumentNode node)
    {
        switch (node)
        {
            case MapNode map:
                var result = new JsonObject();
                foreach (var entry in map.Entries)
                {
                    result[entry.Key] = OfNode(entry.Value);
                }

                return result;
            case ListNode list:
                return new JsonArray([.. list.Items.Select(OfNode)]);
            case ScalarNode { Kind: ScalarKind.String } text:
                return JsonValue.Create(text.Text);
            default:
                return JsonNode.Parse(((ScalarNode)node).Text);
        }
    }
}
