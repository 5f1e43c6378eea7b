using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Krewe.Conformance;

/// <summary>Follows the paths of the data.</summary>
internal sealed partial class PathWalker(AssertionInterpreter interpreter)
{
    public Scope Walk(Scope start, JsonArray path, int from = 0)
    {
        var at = start;
        for (var i = from; i < path.Count; i++)
        {
            if (path[i] is JsonObject step && step.ContainsKey("all"))
            {
                var rest = i + 1;
                return at with { Value = new JsonArray([.. at.Elements().Select(element => Walk(element, path, rest).Value?.DeepClone())]), Key = null };
            }

            at = Step(at, path[i]!);
        }

        return at;
    }

    private Scope Step(Scope at, JsonNode step)
    {
        if (step is JsonValue name)
        {
            return Field(at, name.GetValue<string>());
        }

        var (kind, argument) = ((JsonObject)step).First();
        return kind switch
        {
            "index" => at with { Value = Item(at.Value, (int)JsonValues.Number(argument)!.Value), Key = null },
            "key" => Entry(at, interpreter.KeyText(argument)),
            "find" => at.Elements().FirstOrDefault(element => interpreter.Holds((JsonObject)argument!, element)) is { Value: not null } found ? found : at with { Value = null, Key = null },
            "rootNode" => Entry(at, JsonValues.Text(at.Document?["metadata"]?["name"]) ?? ""),
            "len" => at with { Value = JsonValue.Create(Length(at.Value)), Key = null },
            "eachKey" => at with { Value = JsonValue.Create(at.Key) },
            "keys" => at with { Value = at.Value is JsonObject map ? new JsonArray([.. map.Select(entry => JsonValue.Create(entry.Key))]) : new JsonArray() },
            "yaml" => at with { Value = JsonValue.Create(interpreter.Yaml(at.Value)) },
            "jsonPath" => at with { Value = JsonPath(at.Value, argument!.GetValue<string>()) },
            _ => throw new InvalidOperationException($"unknown path element {step.ToJsonString()}"),
        };
    }

    // Paths come from Go code, where fields of embedded structs look like the object's own: metadata's fields, and "metadata" of what has none.
    private static Scope Field(Scope at, string name)
    {
        if (at.Value is not JsonObject map)
        {
            return at with { Value = null, Key = null };
        }

        if (map[name] is { } value)
        {
            return at with { Value = value, Key = name };
        }

        if (name is "name" or "namespace" or "labels" or "annotations" or "finalizers" or "uid" && map["metadata"]?[name] is { } inner)
        {
            return at with { Value = inner, Key = name };
        }

        return name is "metadata" or "artifactLocation" && !map.ContainsKey("kind") && map.ContainsKey("name") ? at : at with { Value = null, Key = null };
    }

    private static Scope Entry(Scope at, string key) => at with { Value = (at.Value as JsonObject)?[key], Key = key };

    private static JsonNode? Item(JsonNode? value, int index) => value is JsonArray list && index >= 0 && index < list.Count ? list[index] : null;

    private static int Length(JsonNode? value) => value switch
    {
        JsonArray list => list.Count,
        JsonObject map => map.Count,
        JsonValue => JsonValues.Text(value)?.Length ?? 0,
        _ => 0,
    };

    /// <summary>The few JSONPath forms that the data uses: fields, <c>[n]</c> and <c>[*]</c>.</summary>
    private static JsonNode? JsonPath(JsonNode? value, string path)
    {
        var found = new List<JsonNode?> { value };
        var many = false;
        foreach (var step in JsonPathStep().Matches(path).Cast<Match>())
        {
            if (step.Groups["field"].Success)
            {
                found = [.. found.Select(node => (node as JsonObject)?[step.Groups["field"].Value])];
            }
            else if (step.Groups["index"].Value == "*")
            {
                many = true;
                found = [.. found.SelectMany(node => node switch { JsonArray list => list.AsEnumerable(), JsonObject map => map.Select(entry => entry.Value), _ => [] })];
            }
            else
            {
                var index = int.Parse(step.Groups["index"].Value, CultureInfo.InvariantCulture);
                found = [.. found.Select(node => Item(node, index))];
            }
        }

        return many ? new JsonArray([.. found.Select(node => node?.DeepClone())]) : found[0];
    }

    [GeneratedRegex(@"\.(?<field>[A-Za-z0-9_\-/]+)|\['(?<field>[^']+)'\]|\[(?<index>\d+|\*)\]", RegexOptions.None, 1000)]
    private static partial Regex JsonPathStep();
}
