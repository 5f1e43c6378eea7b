using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>
/// Evaluates the assertions of the data over JSON documents. What the roots stand for is looked up beforehand
/// (see <see cref="RootValues"/>), so that evaluation itself is a pure function.
/// </summary>
public sealed class AssertionInterpreter
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(2);
    private readonly RootValues _roots;
    private readonly DateTimeOffset _now;
    private readonly PathWalker _walker;

    public AssertionInterpreter(RootValues roots, DateTimeOffset now)
    {
        _roots = roots;
        _now = now;
        _walker = new PathWalker(this);
    }

    /// <summary>Checks one assertion.</summary>
    /// <exception cref="AssertionFailedException">It does not hold.</exception>
    public void Check(JsonObject assertion)
    {
        if (assertion["forEach"] is not JsonArray { Count: > 0 } loops)
        {
            CheckAt(assertion, Scope.Of(null));
            return;
        }

        foreach (var element in Expand(loops, 0, Scope.Of(null)))
        {
            CheckAt(assertion, element);
        }
    }

    /// <summary>Whether a predicate holds for what a path without a root starts at.</summary>
    public bool Holds(JsonObject predicate, Scope element)
    {
        var op = Op(predicate);
        switch (op)
        {
            case "true":
                return true;
            case "false":
                return false;
            case "not":
                return !Holds((JsonObject)predicate["arg"]!, element);
            case "and":
                return ((JsonArray)predicate["args"]!).All(arg => Holds((JsonObject)arg!, element));
            case "or":
                return ((JsonArray)predicate["args"]!).Any(arg => Holds((JsonObject)arg!, element));
            case "exists":
                var where = predicate["where"] as JsonObject;
                return Locate(predicate, element).Elements().Any(item => where is null || Holds(where, item));
        }

        var actual = Locate(predicate, element);
        if (ArgoNotions.Evaluate(op, actual.Value) is { } notion)
        {
            return notion;
        }

        return op switch
        {
            "null" => actual.Value is null,
            "present" => actual.Value is not null,
            "empty" => JsonValues.IsZero(actual.Value),
            "truthy" => !JsonValues.IsZero(actual.Value),
            "in" => Expected(predicate["than"]!, element) is JsonArray list && list.Any(item => JsonValues.Same(item, actual.Value)),
            _ => Compare(op, actual.Value, Expected(predicate["than"]!, element)),
        };
    }

    internal string KeyText(JsonNode? key) => key is JsonObject map ? JsonValues.Text(Expected(map, Scope.Of(null))) ?? "" : JsonValues.Text(key) ?? "";

    internal string Yaml(JsonNode? value) => value is null ? "" : ManifestWriter.ToYaml(System.Text.Json.JsonSerializer.SerializeToElement(value));

    /// <summary>The value at <c>{root, path}</c> as the case writes it.</summary>
    public JsonNode? ValueAt(JsonObject place) => Locate(place, Scope.Of(null)).Value;

    /// <summary>The value that an <c>expected</c>, <c>than</c> or command line argument names.</summary>
    public JsonNode? Expected(JsonNode expected) => Expected(expected, Scope.Of(null));

    private IEnumerable<Scope> Expand(JsonArray loops, int depth, Scope outer)
    {
        var loop = (JsonObject)loops[depth]!;
        var elements = Locate(loop, outer).Elements().Where(element => loop["where"] is not JsonObject where || Holds(where, element));
        return depth == loops.Count - 1 ? elements : elements.SelectMany(element => Expand(loops, depth + 1, element));
    }

    private void CheckAt(JsonObject assertion, Scope element)
    {
        var check = assertion["check"]!.GetValue<string>();
        if (assertion["pred"] is JsonObject predicate)
        {
            if (Holds(predicate, element) != (check is "true" or "notEmpty"))
            {
                throw new AssertionFailedException($"line {Line(assertion)}: {predicate.ToJsonString()} is not {check}{At(element)}");
            }

            return;
        }

        var actual = Locate((JsonObject)assertion["actual"]!, element).Value;
        var expected = assertion["expected"] is { } wanted ? Expected(wanted, element) : null;
        if (!CheckHolds(check, actual, expected, assertion))
        {
            throw new AssertionFailedException(
                $"line {Line(assertion)}: {Path(assertion)} {check} {(assertion["expected"] is null ? "" : JsonValues.Show(expected))}, got {JsonValues.Show(actual)}{At(element)}");
        }
    }

    private bool CheckHolds(string check, JsonNode? actual, JsonNode? expected, JsonObject assertion) => check switch
    {
        "notNull" => actual is not null,
        "null" => actual is null,
        "empty" or "falsy" => JsonValues.IsZero(actual),
        "notEmpty" => !JsonValues.IsZero(actual),
        "true" => JsonValues.Text(actual) == "true",
        "false" => JsonValues.IsZero(actual),
        "equal" => JsonValues.Same(actual, expected),
        "notEqual" => !JsonValues.Same(actual, expected),
        "notContains" => !Compare("contains", actual, expected),
        "substringOf" => Compare("contains", expected, actual),
        "oneOf" => expected is JsonArray list && list.Any(item => JsonValues.Same(item, actual)),
        "sameElements" => SameElements(actual, expected),
        "supersetOf" or "containsAll" => expected is JsonArray all && all.All(item => Compare("contains", actual, item)),
        "jsonEqual" => JsonValues.Same(Parsed(actual), Parsed(expected)),
        "hasKey" => (actual as JsonObject)?.ContainsKey(JsonValues.Text(expected) ?? "") == true,
        "hasNoKey" => (actual as JsonObject)?.ContainsKey(JsonValues.Text(expected) ?? "") != true,
        "near" => Near(actual, expected, assertion),
        "isLastCompleteMinute" => JsonValues.Time(actual) is { } time && time == _now.AddSeconds(-_now.Second).AddTicks(-(_now.Ticks % TimeSpan.TicksPerSecond)),
        "contains" or "gt" or "ge" or "lt" or "le" or "matches" or "hasPrefix" or "hasSuffix" => Compare(check, actual, expected),
        _ => throw new InvalidOperationException($"unknown check {check}"),
    };

    private static bool Compare(string op, JsonNode? actual, JsonNode? expected) => op switch
    {
        "eq" => JsonValues.Same(actual, expected),
        "ne" => !JsonValues.Same(actual, expected),
        "lt" => JsonValues.Compare(actual, expected) < 0,
        "le" => JsonValues.Compare(actual, expected) <= 0,
        "gt" => JsonValues.Compare(actual, expected) > 0,
        "ge" => JsonValues.Compare(actual, expected) >= 0,
        "hasPrefix" => (JsonValues.Text(actual) ?? "").StartsWith(JsonValues.Text(expected) ?? "", StringComparison.Ordinal),
        "hasSuffix" => (JsonValues.Text(actual) ?? "").EndsWith(JsonValues.Text(expected) ?? "", StringComparison.Ordinal),
        "matches" => Regex.IsMatch(JsonValues.Text(actual) ?? "", JsonValues.Text(expected) ?? "", RegexOptions.None, RegexLimit),
        "contains" => actual switch
        {
            JsonArray list => list.Any(item => JsonValues.Same(item, expected)),
            JsonObject map => map.ContainsKey(JsonValues.Text(expected) ?? ""),
            _ => (JsonValues.Text(actual) ?? "").Contains(JsonValues.Text(expected) ?? "", StringComparison.Ordinal),
        },
        _ => throw new InvalidOperationException($"unknown operator {op}"),
    };

    private Scope Locate(JsonObject place, Scope element)
    {
        var start = place["root"] is JsonObject root ? Scope.Of(_roots.Get(root)) : element;
        return _walker.Walk(start, place["path"] as JsonArray ?? []);
    }

    private JsonNode? Expected(JsonNode expected, Scope element) => expected switch
    {
        JsonObject map when map.ContainsKey("value") => TimeText.ResolveAll(map["value"], _now),
        JsonObject map when map["concat"] is JsonArray parts => JsonValue.Create(string.Concat(parts.Select(part => part is JsonValue ? JsonValues.Text(part) : JsonValues.Text(Expected(part!, element))))),
        JsonObject map when map["list"] is JsonArray items => new JsonArray([.. items.Select(item => (item is JsonObject ? Expected(item, element) : item)?.DeepClone())]),
        JsonObject map when map.ContainsKey("root") || map.ContainsKey("path") => Locate(map, element).Value,
        _ => TimeText.ResolveAll(expected, _now),
    };

    private static bool SameElements(JsonNode? actual, JsonNode? expected)
    {
        var left = (actual as JsonArray ?? []).ToList();
        var right = expected as JsonArray ?? [];
        return left.Count == right.Count && right.All(item => left.FindIndex(other => JsonValues.Same(other, item)) is >= 0 and var at && RemoveAt(left, at));
    }

    private static bool RemoveAt(List<JsonNode?> list, int at)
    {
        list.RemoveAt(at);
        return true;
    }

    private static bool Near(JsonNode? actual, JsonNode? expected, JsonObject assertion)
    {
        var tolerance = JsonValues.Number(assertion["delta"] ?? assertion["within"] ?? assertion["tolerance"]) ?? 1;
        if (JsonValues.Time(actual) is { } time && JsonValues.Time(expected) is { } other)
        {
            return (time - other).Duration() <= TimeSpan.FromSeconds(tolerance);
        }

        return JsonValues.Number(actual) is { } a && JsonValues.Number(expected) is { } b && Math.Abs(a - b) <= tolerance;
    }

    private static JsonNode? Parsed(JsonNode? node) => JsonValues.Text(node) is { } text ? JsonNode.Parse(text) : node;

    private static string Op(JsonObject predicate) => JsonValues.Text(predicate["op"]) ?? throw new InvalidOperationException($"no op in {predicate.ToJsonString()}");

    private static string Line(JsonObject assertion) => JsonValues.Text(assertion["line"]) ?? "?";

    private static string Path(JsonObject assertion) => assertion["actual"]!.ToJsonString();

    private static string At(Scope element) => element.Value is null ? "" : $" at {JsonValues.Text(element.Value["displayName"]) ?? JsonValues.Text(element.Value["name"]) ?? element.Key ?? JsonValues.Show(element.Value)}";
}
