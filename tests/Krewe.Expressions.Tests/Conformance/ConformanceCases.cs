using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Testing;

namespace Krewe.Expressions.Tests.Conformance;

/// <summary>Argo's own cases, read where they lie.</summary>
internal static class ConformanceCases
{
    public static TheoryData<string> Names(string set, params string[] functions)
    {
        var names = new TheoryData<string>();
        foreach (var one in Read(set).Where(c => functions.Contains((string?)c["fn"]) && c["internal"]?.GetValue<bool>() != true))
        {
            names.Add((string)one["case"]!);
        }

        if (names.Count == 0)
        {
            names.Add("");
        }

        return names;
    }

    public static JsonNode Find(string set, string name)
    {
        Assert.SkipWhen(ConformanceData.Root is null, "Argo's test data (shared/conformance) is not on this machine");
        return Read(set).Single(c => (string?)c["case"] == name);
    }

    public static object? Value(JsonNode? node) => node is null ? null : node.GetValueKind() switch
    {
        JsonValueKind.Object => node.AsObject().ToDictionary(p => p.Key, p => Value(p.Value), StringComparer.Ordinal),
        JsonValueKind.Array => node.AsArray().Select(Value).ToArray(),
        JsonValueKind.String => (string?)node,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => node.AsValue().TryGetValue<long>(out var whole) ? whole : (double)node,
    };

    private static List<JsonNode> Read(string set) => ConformanceData.Root is null
        ? []
        : [.. JsonNode.Parse(File.ReadAllText(ConformanceData.PathOf(set, "index.json")))!["cases"]!.AsArray().Select(c => c!)];
}
