using System.Text.Json;

namespace Krewe.Model.Validation;

/// <summary>Checks executor plugins of a workflow: their container must be complete, since it shares a pod with others.</summary>
internal static class ExecutorPluginRules
{
    public static string? Check(IReadOnlyList<JsonElement>? plugins) =>
        (plugins ?? []).Select(Check).FirstOrDefault(problem => problem is not null);

    private static string? Check(JsonElement plugin)
    {
        if (Find(plugin, "metadata", "name") is not { ValueKind: JsonValueKind.String } name || name.GetString() == "")
        {
            return "executor plugin metadata name is mandatory";
        }

        var container = Find(plugin, "spec", "sidecar", "container");
        if (Find(container, "ports") is not { ValueKind: JsonValueKind.Array } ports || ports.GetArrayLength() == 0)
        {
            return "at least one port is mandatory";
        }

        if (Find(container, "resources", "requests") is null)
        {
            return "resources requests are mandatory";
        }

        if (Find(container, "resources", "limits") is null)
        {
            return "resources limits are mandatory";
        }

        return Find(container, "securityContext") is null ? "security context is mandatory" : null;
    }

    private static JsonElement? Find(JsonElement? value, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            value = value is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(key, out var inner) && inner.ValueKind != JsonValueKind.Null ? inner : null;
        }

        return value;
    }
}
