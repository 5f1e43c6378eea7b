using System.Text.Json;
using System.Text.Json.Nodes;

namespace Krewe.Model.Merging;

/// <summary>
/// What a user may set on a workflow that refers to a template where the controller restricts it
/// (<c>templateReferencing: Strict</c> or <c>Secure</c>). A field is refused unless it is listed, so new fields start refused.
/// </summary>
public static class UserOverrides
{
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "arguments", "entrypoint", "shutdown", "suspend", "activeDeadlineSeconds", "priority", "ttlStrategy", "podGC", "volumeClaimGC",
        "archiveLogs", "workflowMetadata", "workflowTemplateRef", "metrics", "artifactGC",
    };

    // These reach the pod that deletes artifacts, so they would open by the back door what is closed at the front.
    private static readonly HashSet<string> RefusedOfArtifactGC = new(StringComparer.Ordinal) { "podSpecPatch", "serviceAccountName", "podMetadata" };

    /// <summary>Why a spec is refused, naming all its refused fields, or null when it is not.</summary>
    /// <param name="spec">The user's spec.</param>
    /// <param name="alsoAllowed">Further fields that the operator allows, by their names in YAML.</param>
    public static string? Refusal(WorkflowSpec? spec, IReadOnlyCollection<string>? alsoAllowed = null)
    {
        if (spec is null)
        {
            return null;
        }

        var fields = Fields(spec);
        var refused = fields.Where(field => IsSet(field.Value) && !IsAllowed(field.Key, alsoAllowed)).Select(field => GoName(field.Key))
            .Concat((fields["artifactGC"] as JsonObject ?? []).Where(field => IsSet(field.Value) && RefusedOfArtifactGC.Contains(field.Key)).Select(field => $"ArtifactGC.{GoName(field.Key)}"))
            .Order(StringComparer.Ordinal).ToList();
        return refused.Count == 0 ? null : $"fields [{string.Join(' ', refused)}] are not permitted when using workflowTemplateRef with templateReferencing restriction";
    }

    /// <summary>The spec with only the fields that are allowed.</summary>
    public static WorkflowSpec? Sanitize(WorkflowSpec? spec, IReadOnlyCollection<string>? alsoAllowed = null)
    {
        if (spec is null)
        {
            return null;
        }

        var fields = Fields(spec);
        foreach (var name in fields.Select(field => field.Key).Where(name => !IsAllowed(name, alsoAllowed)).ToList())
        {
            fields.Remove(name);
        }

        foreach (var name in RefusedOfArtifactGC)
        {
            (fields["artifactGC"] as JsonObject)?.Remove(name);
        }

        return fields.Deserialize(ModelJson.Default.WorkflowSpec);
    }

    private static JsonObject Fields(WorkflowSpec spec) => (JsonObject)JsonSerializer.SerializeToNode(spec, ModelJson.Default.WorkflowSpec)!;

    private static bool IsAllowed(string name, IReadOnlyCollection<string>? also) => Allowed.Contains(name) || also?.Contains(name) == true;

    private static bool IsSet(JsonNode? value) => value is not null && !(value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Length == 0);

    // Argo's message has the names of its Go fields.
    private static string GoName(string name) => name.StartsWith("dns", StringComparison.Ordinal) ? $"DNS{name[3..]}" : char.ToUpperInvariant(name[0]) + name[1..];
}
