using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>Which fields of a pod an executor without Kubernetes knows: how many there are, their names, phases, and what their main container runs.</summary>
internal static class PodFields
{
    private static readonly string[] Container = ["args", "command", "image", "name"];

    /// <summary>Whether an assertion about pods looks at nothing else.</summary>
    public static bool Known(JsonObject assertion)
    {
        var looked = assertion["forEach"] is JsonArray loops
            ? Fields(loops[0]!["path"]).Concat(Fields(assertion["actual"]?["path"] ?? assertion["pred"]?["path"])).ToList()
            : Fields(assertion["actual"]?["path"] ?? assertion["pred"]?["path"]).ToList();
        return looked switch
        {
            [] => true,
            ["metadata", ..] or ["name", ..] or ["status", "phase"] => true,
            ["spec", "containers"] => true,
            ["spec", "containers", var field, ..] => Container.Contains(field, StringComparer.Ordinal),
            _ => false,
        };
    }

    private static IEnumerable<string> Fields(JsonNode? path) => (path as JsonArray ?? []).OfType<JsonValue>().Select(step => step.GetValue<string>());
}
