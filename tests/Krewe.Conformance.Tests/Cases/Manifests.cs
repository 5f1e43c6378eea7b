using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>Reads the manifests of cases.</summary>
internal static class Manifests
{
    /// <summary>All objects of a manifest, as a cluster of today would take them; errors are the case's failure.</summary>
    public static IReadOnlyList<ManifestResource> Read(string text, string? kind)
    {
        var set = new ManifestReader(new ManifestReadOptions { Strictness = Strictness.Lenient, DefaultKind = kind }).Read(text);
        return set.HasErrors
            ? throw new AssertionFailedException($"the manifest is not read: {string.Join("; ", set.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found => $"{found.Path}: {found.Message}"))}")
            : set.Resources;
    }

    public static JsonObject Json(ArgoResource resource) => (JsonObject)(resource switch
    {
        Workflow workflow => JsonSerializer.SerializeToNode(workflow, ModelJson.Default.Workflow),
        WorkflowTemplate template => JsonSerializer.SerializeToNode(template, ModelJson.Default.WorkflowTemplate),
        ClusterWorkflowTemplate template => JsonSerializer.SerializeToNode(template, ModelJson.Default.ClusterWorkflowTemplate),
        CronWorkflow cron => JsonSerializer.SerializeToNode(cron, ModelJson.Default.CronWorkflow),
        WorkflowEventBinding binding => JsonSerializer.SerializeToNode(binding, ModelJson.Default.WorkflowEventBinding),
        WorkflowTaskSet tasks => JsonSerializer.SerializeToNode(tasks, ModelJson.Default.WorkflowTaskSet),
        WorkflowTaskResult result => JsonSerializer.SerializeToNode(result, ModelJson.Default.WorkflowTaskResult),
        WorkflowArtifactGCTask task => JsonSerializer.SerializeToNode(task, ModelJson.Default.WorkflowArtifactGCTask),
        _ => throw new InvalidOperationException($"no JSON for {resource.GetType().Name}"),
    })!;
}
