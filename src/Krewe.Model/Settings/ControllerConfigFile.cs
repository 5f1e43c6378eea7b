using System.Text.Json;
using System.Text.Json.Serialization;
using Krewe.Model.Documents;
using Krewe.Model.Submission;

namespace Krewe.Model.Settings;

/// <summary>Reads <see cref="ControllerConfig"/> from YAML or JSON: the settings themselves, or a config map that holds them under <c>data.config</c>.</summary>
public static class ControllerConfigFile
{
    private const int MostUsageLabels = 5;

    // Workflows among the settings come with unknown keys of their own: Argo reads them strictly, and so does this.
    private static readonly JsonSerializerOptions Strict = new(ModelJson.Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The settings, or why the text holds none.</summary>
    public static Changed<ControllerConfig> Parse(string text, string? file = null)
    {
        var read = DocumentReader.Read(text, file);
        if (read.Diagnostics.FirstOrDefault(found => found.Severity == Severity.Error) is { } problem)
        {
            return new(null, problem.ToString());
        }

        if (read.Documents is not [MapNode map])
        {
            return new(null, $"{file ?? "the settings"} must hold one map of settings");
        }

        if (Inner(map) is { } inner)
        {
            return Parse(inner, file);
        }

        try
        {
            var config = JsonSerializer.Deserialize<ControllerConfig>(DocumentJson.Of(map), Strict) ?? new ControllerConfig();
            return Problem(config) is { } wrong ? new(null, $"{file ?? "settings"}: {wrong}") : new(config, null);
        }
        catch (JsonException e)
        {
            return new(null, $"{file ?? "settings"}: {e.Message}");
        }
    }

    private static string? Inner(MapNode map) =>
        map.Entries.FirstOrDefault(entry => entry.Key == "data")?.Value is MapNode data && data.Entries.FirstOrDefault(entry => entry.Key == "config")?.Value is ScalarNode config ? config.Text : null;

    private static string? Problem(ControllerConfig config) => config switch
    {
        { Parallelism: <= 0 } or { NamespaceParallelism: <= 0 } or { ProcessParallelism: <= 0 } => "parallelism, namespaceParallelism and processParallelism must be greater than 0; leave them out for no limit",
        { RunLimit: <= 0 } or { NamespaceRunLimit: <= 0 } => "runLimit and namespaceRunLimit must be greater than 0; leave them out for no limit",
        { RetentionPolicy: { Completed: < 0 } or { Failed: < 0 } or { Errored: < 0 } } => "the numbers of retentionPolicy must not be negative; leave one out to keep all",
        { WorkflowRestrictions.TemplateReferencing: not (null or "" or "Strict" or "Secure") and var other } => $"workflowRestrictions.templateReferencing \"{other}\" is neither Strict nor Secure",
        { PartThreshold: < 0 } => "partThreshold must not be negative; 0 splits only where a template asks for it",
        { AuditRetentionDays: < 0 } => "auditRetentionDays must not be negative; 0 means that no log of changes is kept",
        { UsageLabels.Count: > MostUsageLabels } => $"usageLabels names more than {MostUsageLabels} labels; usage is kept for good for each combination of their values",
        { UsageLabels: { } labels } when labels.Any(string.IsNullOrWhiteSpace) => "usageLabels names a label without a key",
        { PodNames: not (null or "v1" or "v2") and var names } => $"podNames \"{names}\" is neither v1 nor v2",
        _ => null,
    };
}
