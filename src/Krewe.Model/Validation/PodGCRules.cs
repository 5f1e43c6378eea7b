using System.Text.Json;

namespace Krewe.Model.Validation;

/// <summary>Checks when and which pods are removed.</summary>
internal static class PodGCRules
{
    public static string? Strategy(PodGC? podGC) =>
        podGC?.Strategy is null or "" or "OnPodCompletion" or "OnPodSuccess" or "OnWorkflowCompletion" or "OnWorkflowSuccess"
            ? null
            : $"podGC.strategy unknown strategy '{podGC.Strategy}'";

    public static string? LabelSelector(PodGC? podGC)
    {
        if (podGC?.LabelSelector is not { ValueKind: JsonValueKind.Object } selector
            || !selector.TryGetProperty("matchExpressions", out var expressions) || expressions.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var problem = expressions.EnumerateArray().Select(Requirement).FirstOrDefault(found => found is not null);
        return problem is null ? null : $"podGC.labelSelector invalid: {problem}";
    }

    private static string? Requirement(JsonElement expression)
    {
        var name = expression.TryGetProperty("operator", out var found) ? found.ToString() : "";
        var values = expression.TryGetProperty("values", out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;
        return name switch
        {
            "In" or "NotIn" => values > 0 ? null : "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
            "Exists" or "DoesNotExist" => values == 0 ? null : $"values: Invalid value: {list.GetRawText()}: values set must be empty for exists and does not exist",
            _ => $"\"{name}\" is not a valid label selector operator",
        };
    }
}
