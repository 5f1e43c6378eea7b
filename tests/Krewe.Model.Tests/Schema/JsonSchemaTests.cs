using System.Text.Json.Nodes;
using Krewe.Model.Documents;

namespace Krewe.Model.Tests.Schema;

public sealed class JsonSchemaTests
{
    private static readonly JsonObject Schema = JsonSchemaGenerator.Generate();

    [Fact]
    public void Every_Corpus_Manifest_Fits_The_Schema_As_It_Was_Written()
    {
        var misfits = new List<string>();
        var count = 0;
        foreach (var file in Corpus.Files())
        {
            var set = ManifestReader.Strict.Read(Corpus.Text(file), file);
            foreach (var resource in set.Resources.Where(r => r.Argo is not null && set.Diagnostics.Count == 0))
            {
                count++;
                var json = JsonNode.Parse(ManifestWriter.ToJson(resource.Source.Root!));
                misfits.AddRange(SchemaValidator.Validate(Schema, json, resource.Kind).Select(misfit => $"{file}: {misfit}"));
            }
        }

        Assert.True(misfits.Count == 0, string.Join('\n', misfits.Take(40)));
        Assert.True(count > 650, $"only {count} resources were checked");
    }

    [Theory]
    [InlineData("kind: Workflow\nspec: {entrypoints: a}", "spec.entrypoints")]
    [InlineData("kind: Workflow\nspec: {templates: [{container: {securityContext: {runAsUsr: 1}}}]}", "spec.templates[0].container.securityContext.runAsUsr")]
    [InlineData("kind: Workflow\nspec: {suspend: 1}", "spec.suspend")]
    [InlineData("kind: CronWorkflow\nspec: {schedule: \"* * * * *\"}", "spec.schedule")]
    public void Schema_Refuses_What_The_Reader_Refuses(string yaml, string path)
    {
        var json = JsonNode.Parse(ManifestWriter.ToJson(DocumentReader.Read(yaml).Documents[0]));
        var kind = (string)json!["kind"]!;

        Assert.Contains(SchemaValidator.Validate(Schema, json, kind), misfit => misfit.StartsWith(path + ":", StringComparison.Ordinal));
        Assert.Contains(ManifestReader.Strict.Read(yaml).Diagnostics, d => d.Severity == Severity.Error && d.Path == path);
    }

    [Fact]
    public void Schema_Is_Closed_And_Described()
    {
        var definitions = Schema["$defs"]!.AsObject();

        Assert.All(definitions, pair => Assert.False(pair.Value!["additionalProperties"]!.GetValue<bool>(), pair.Key));
        Assert.Contains("Argo", (string?)definitions["WorkflowSpec"]!["description"], StringComparison.Ordinal);
        Assert.Equal(8, Schema["oneOf"]!.AsArray().Count);
        Assert.Single(JsonSchemaGenerator.Generate("CronWorkflow")["oneOf"]!.AsArray());
    }
}
