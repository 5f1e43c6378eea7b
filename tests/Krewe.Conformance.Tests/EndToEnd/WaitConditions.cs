using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>What the tests wait for, by the names they use.</summary>
internal static class WaitConditions
{
    /// <summary>Whether the condition holds for the workflow.</summary>
    public static bool Holds(string name, JsonObject workflow, JsonObject step)
    {
        var phase = JsonValues.Text(workflow["status"]?["phase"]);
        return name switch
        {
            "ToBeDone" or "ToBeCompleted" or "ToBeArchived" => IsCompleted(phase),
            "ToBeSucceeded" => phase == "Succeeded",
            "ToBeFailed" => phase == "Failed",
            "ToBeErrored" => phase == "Error",
            // One that has come past it meanwhile has been running.
            "ToBeRunning" => phase == "Running" || (IsCompleted(phase) && !JsonValues.IsZero(workflow["status"]?["startedAt"])),
            "ToBePending" => phase == "Pending",
            // Every workflow begins without a phase.
            "ToHavePhase" => JsonValues.IsZero(step["phase"]) || phase == JsonValues.Text(step["phase"]),
            "ToStart" => !JsonValues.IsZero(workflow["status"]?["startedAt"]),
            "ToHaveRunningPod" => HasPod(workflow, "Running"),
            "ToHaveFailedPod" => HasPod(workflow, "Failed"),
            "ToHavePendingPod" => HasPod(workflow, "Pending"),
            "ToBeWaitingOnAMutex" => !JsonValues.IsZero(Lock(workflow, "mutex", "waiting")),
            "ToBeHoldingAMutex" => !JsonValues.IsZero(Lock(workflow, "mutex", "holding")),
            "ToBeWaitingOnASemaphore" => !JsonValues.IsZero(Lock(workflow, "semaphore", "waiting")),
            "ToBeHoldingASemaphore" => !JsonValues.IsZero(Lock(workflow, "semaphore", "holding")),
            _ => throw new InvalidOperationException($"unknown condition {name}"),
        };
    }

    public static bool IsCompleted(string? phase) => phase is "Succeeded" or "Failed" or "Error";

    private static JsonNode? Lock(JsonObject workflow, string kind, string list) => workflow["status"]?["synchronization"]?[kind]?[list];

    private static bool HasPod(JsonObject workflow, string phase) => workflow["status"]?["nodes"] is JsonObject nodes
        && nodes.Any(node => JsonValues.Text(node.Value?["type"]) == "Pod" && JsonValues.Text(node.Value?["phase"]) == phase);
}
