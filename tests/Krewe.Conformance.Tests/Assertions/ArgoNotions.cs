using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>Argo's own predicates over nodes, phases and workflows.</summary>
internal static class ArgoNotions
{
    public static bool? Evaluate(string op, JsonNode? thing)
    {
        var phase = Phase(thing);
        return op switch
        {
            "fulfilled" => phase is "Succeeded" or "Failed" or "Error" or "Skipped" or "Omitted" || IsDaemoned(thing),
            "completed" => phase is "Succeeded" or "Failed" or "Error",
            "successful" => phase is "Succeeded" or "Skipped" || IsDaemoned(thing),
            "failed" => phase is "Failed",
            "failedOrError" => phase is "Failed" or "Error",
            "pending" => phase is "Pending",
            "isDaemoned" => IsDaemoned(thing),
            "workflowSuspended" => thing?["spec"]?["suspend"] is JsonValue suspend && suspend.ToJsonString() == "true" || AnyActiveSuspendNode(thing?["status"]?["nodes"]),
            "anyActiveSuspendNode" => AnyActiveSuspendNode(thing?["status"]?["nodes"] ?? thing?["nodes"] ?? thing),
            "isExitNode" => JsonValues.Text(thing?["displayName"])?.EndsWith(".onExit", StringComparison.Ordinal) == true,
            _ => null,
        };
    }

    private static string? Phase(JsonNode? thing) => thing switch
    {
        JsonValue => JsonValues.Text(thing),
        JsonObject map => JsonValues.Text(map["phase"]) ?? JsonValues.Text(map["status"]?["phase"]),
        _ => null,
    };

    private static bool IsDaemoned(JsonNode? thing) => thing is JsonObject map && !JsonValues.IsZero(map["daemoned"]) && Phase(thing) != "Pending";

    private static bool AnyActiveSuspendNode(JsonNode? nodes) => nodes is JsonObject map
        && map.Any(entry => JsonValues.Text(entry.Value?["type"]) == "Suspend" && JsonValues.Text(entry.Value?["phase"]) == "Running");
}
