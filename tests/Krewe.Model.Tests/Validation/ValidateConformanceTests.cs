using System.Text.Json;
using Krewe.Model.Validation;

namespace Krewe.Model.Tests.Validation;

/// <summary>Argo's own validation cases.</summary>
public sealed class ValidateConformanceTests
{
    public static TheoryData<string> Cases => ConformanceSet.Names("validate", _ => true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Validator_Agrees_When_CaseIsArgos(string name)
    {
        var set = ConformanceSet.Require("validate");
        var given = set[name];
        var kind = given.GetProperty("kind").GetString()!;
        var reader = new ManifestReader(new ManifestReadOptions { Strictness = Strictness.Lenient, DefaultKind = kind });
        var read = reader.Read(set.Read(given.GetProperty("file").GetString()!));
        var others = Files(given, "templates").SelectMany(file => ManifestReader.Lenient.Read(set.Read(file)).Resources).Select(resource => resource.Argo!);
        var options = new ValidationOptions { Mode = Enum.Parse<ValidationMode>(given.GetProperty("mode").GetString()!, ignoreCase: true), WorkflowDefaults = Defaults(given) };

        var messages = read.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found => found.Message)
            .Concat(read.Resources.SelectMany(resource => WorkflowValidator.Validate(As(kind, resource.Argo!), new TemplateLookup(others), options)).Select(error => error.Message))
            .ToList();

        if (given.GetProperty("expect").GetString() == "valid")
        {
            Assert.Empty(messages);
            return;
        }

        Assert.NotEmpty(messages);
        foreach (var text in Files(given, "errorSubstrings"))
        {
            if (given.GetProperty("errorExact").GetBoolean())
            {
                Assert.Equal(text, messages[0]);
            }
            else
            {
                Assert.Contains(text, messages[0], StringComparison.Ordinal);
            }
        }
    }

    // Argo's tests read some workflows as if they were templates.
    private static ArgoResource As(string kind, ArgoResource resource) => kind == "WorkflowTemplate" && resource is Workflow workflow
        ? new WorkflowTemplate { Metadata = workflow.Metadata, Spec = workflow.Spec }
        : resource;

    private static Workflow? Defaults(JsonElement given) => given.TryGetProperty("workflowDefaults", out var found) && found.ValueKind == JsonValueKind.Object
        ? found.Deserialize(ModelJson.Default.Workflow)
        : null;

    private static IEnumerable<string> Files(JsonElement given, string property) =>
        given.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(file => file.GetString()!) : [];
}
