using System.Text.Json;
using System.Text.Json.Nodes;

namespace Krewe.Model.Tests;

/// <summary>Evaluates the assertions of Argo's test data as their README defines them, as far as single functions use them.</summary>
internal sealed class ConformanceAssertion(Func<JsonElement, JsonNode?> rootOf)
{
    public void Check(JsonElement assertion)
    {
        if (assertion.TryGetProperty("forEach", out var collections))
        {
            foreach (var element in collections.EnumerateArray().SelectMany(Elements))
            {
                CheckOne(assertion, element);
            }

            return;
        }

        CheckOne(assertion, null);
    }

    private IEnumerable<JsonNode?> Elements(JsonElement collection)
    {
        var items = Items(Follow(rootOf(collection.GetProperty("root")), collection.GetProperty("path")));
        return collection.TryGetProperty("where", out var where) ? items.Where(item => Holds(where, item)) : items;
    }

    private void CheckOne(JsonElement assertion, JsonNode? element)
    {
        var check = assertion.GetProperty("check").GetString()!;
        var line = assertion.GetRawText();
        if (assertion.TryGetProperty("pred", out var predicate))
        {
            Assert.True(Holds(predicate, element) == (check == "true"), line);
            return;
        }

        var actual = Value(assertion.GetProperty("actual"), element);
        var expected = assertion.TryGetProperty("expected", out var wanted) ? Value(wanted, element) : null;
        var holds = check switch
        {
            "equal" => Same(actual, expected),
            "notEqual" => !Same(actual, expected),
            "null" => actual is null,
            "notNull" => actual is not null,
            "empty" or "falsy" => IsEmpty(actual),
            "notEmpty" => !IsEmpty(actual),
            "contains" => Contains(actual, expected),
            "notContains" => !Contains(actual, expected),
            "hasKey" => actual is JsonObject map && map.ContainsKey(Text(expected)),
            _ => throw new NotSupportedException($"check {check}"),
        };
        Assert.True(holds, $"{line}\nactual: {actual?.ToJsonString()}");
    }

    private bool Holds(JsonElement predicate, JsonNode? element)
    {
        var actual = predicate.TryGetProperty("path", out _) ? Value(predicate, element) : null;
        var than = predicate.TryGetProperty("than", out var given) ? Value(given, element) : null;
        return predicate.GetProperty("op").GetString() switch
        {
            "eq" => Same(actual, than),
            "ne" => !Same(actual, than),
            "in" => ((JsonArray)than!).Any(item => Same(actual, item)),
            "contains" => Contains(actual, than),
            "present" => actual is not null,
            "empty" => IsEmpty(actual),
            "and" => predicate.GetProperty("args").EnumerateArray().All(inner => Holds(inner, element)),
            "or" => predicate.GetProperty("args").EnumerateArray().Any(inner => Holds(inner, element)),
            "not" => !Holds(predicate.GetProperty("arg"), element),
            var op => throw new NotSupportedException($"predicate {op}"),
        };
    }

    private JsonNode? Value(JsonElement expression, JsonNode? element)
    {
        if (expression.TryGetProperty("value", out var value))
        {
            return JsonNode.Parse(value.GetRawText());
        }

        var start = expression.TryGetProperty("root", out var root) ? rootOf(root) : element;
        return Follow(start, expression.GetProperty("path"));
    }

    private JsonNode? Follow(JsonNode? at, JsonElement path)
    {
        foreach (var part in path.EnumerateArray())
        {
            at = part.ValueKind == JsonValueKind.String ? (at as JsonObject)?[part.GetString()!] : Step(at, part);
        }

        return at;
    }

    private JsonNode? Step(JsonNode? at, JsonElement part)
    {
        if (part.TryGetProperty("key", out var key))
        {
            return (at as JsonObject)?[key.GetString()!];
        }

        if (part.TryGetProperty("index", out var index))
        {
            return (at as JsonArray)?.ElementAtOrDefault(index.GetInt32());
        }

        if (part.TryGetProperty("find", out var predicate))
        {
            return Items(at).FirstOrDefault(item => Holds(predicate, item));
        }

        return part.TryGetProperty("len", out _) ? JsonValue.Create(Items(at).Count()) : throw new NotSupportedException($"path part {part}");
    }

    private static IEnumerable<JsonNode?> Items(JsonNode? value) => value switch
    {
        JsonArray list => list,
        JsonObject map => map.Select(pair => pair.Value),
        _ => [],
    };

    private static bool Contains(JsonNode? actual, JsonNode? expected) => actual switch
    {
        JsonArray list => list.Any(item => Same(item, expected)),
        JsonObject map => map.ContainsKey(Text(expected)),
        null => false,
        _ => Text(actual).Contains(Text(expected), StringComparison.Ordinal),
    };

    private static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        _ => Text(value) is "" or "false",
    };

    private static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(pair => b.TryGetPropertyValue(pair.Key, out var other) && Same(pair.Value, other)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (null, null) => true,
        (null, _) or (_, null) => false,

        // A parameter stands for its value where it is compared with a text.
        (JsonObject parameter, JsonValue) when parameter["value"] is { } value => Same(value, right),
        _ => Text(left) == Text(right),
    };

    private static string Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";
}
