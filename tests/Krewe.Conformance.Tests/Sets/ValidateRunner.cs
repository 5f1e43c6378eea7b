using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Conformance;

/// <summary>Which manifests pass validation, and what is said of the others.</summary>
internal sealed class ValidateRunner : ISetRunner
{
    public string Set => "validate";

    public int Concurrency => Environment.ProcessorCount;

    public Task<CaseResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var data = one.Data();
        var kind = JsonValues.Text(data["kind"])!;
        var read = new ManifestReader(new ManifestReadOptions { Strictness = Strictness.Lenient, DefaultKind = kind }).Read(one.Set.Text(JsonValues.Text(data["file"])!, now));
        var others = Texts(data, "templates").SelectMany(file => ManifestReader.Lenient.Read(one.Set.Text(file, now)).Resources).Select(resource => resource.Argo).OfType<ArgoResource>();
        var options = new ValidationOptions
        {
            Mode = Enum.Parse<ValidationMode>(JsonValues.Text(data["mode"])!, ignoreCase: true),
            WorkflowDefaults = (data["workflowDefaults"] as JsonObject)?.Deserialize(ModelJson.Default.Workflow),
        };
        var messages = read.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found => found.Message)
            .Concat(read.Resources.Where(resource => resource.Argo is not null).SelectMany(resource => WorkflowValidator.Validate(As(kind, resource.Argo!), new TemplateLookup(others), options)).Select(error => error.Message))
            .ToList();
        return Task.FromResult(Judge(data, messages));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static CaseResult Judge(JsonObject data, List<string> messages)
    {
        if (JsonValues.Text(data["expect"]) == "valid")
        {
            return messages.Count == 0 ? CaseResult.Passed : CaseResult.Failed($"is valid, but: {messages[0]}");
        }

        if (messages.Count == 0)
        {
            return CaseResult.Failed("is invalid, but nothing was found");
        }

        var exact = JsonValues.Text(data["errorExact"]) == "true";
        var missing = Texts(data, "errorSubstrings").FirstOrDefault(text => exact ? messages[0] != text : !messages[0].Contains(text, StringComparison.Ordinal));
        return missing is null ? CaseResult.Passed : CaseResult.Failed($"expected \"{missing}\", got \"{messages[0]}\"");
    }

    // Argo's tests read some workflows as if they were templates.
    private static ArgoResource As(string kind, ArgoResource resource) => kind == "WorkflowTemplate" && resource is Workflow workflow
        ? new WorkflowTemplate { Metadata = workflow.Metadata, Spec = workflow.Spec }
        : resource;

    private static IEnumerable<string> Texts(JsonObject data, string property) => (data[property] as JsonArray ?? []).Select(item => JsonValues.Text(item)!);
}
