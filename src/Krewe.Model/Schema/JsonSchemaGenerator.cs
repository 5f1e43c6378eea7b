using System.Text.Json.Nodes;
using Krewe.Model.Shapes;

namespace Krewe.Model;

/// <summary>
/// A closed JSON Schema (2020-12) of all kinds, made from the same shapes that check manifests: what the schema accepts, the
/// reader accepts.
/// </summary>
public static class JsonSchemaGenerator
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>The schema of any kind.</summary>
    public static JsonObject Generate() => Generate(ArgoKinds.All);

    /// <summary>The schema of one kind.</summary>
    public static JsonObject Generate(string kind) =>
        ArgoKinds.TypeOf(kind) is null ? throw new ArgumentException($"unknown kind \"{kind}\"", nameof(kind)) : Generate([kind]);

    /// <summary>The definitions of all kinds as servers write them: no nulls, and what Argo's API requires is required.</summary>
    public static JsonObject GenerateForAnswers()
    {
        var schema = Generate(ArgoKinds.All, forAnswers: true);
        // Argo's servers send the time of an object that is not stored as null.
        schema["$defs"]![nameof(ObjectMeta)]!["properties"]!["creationTimestamp"]!["type"] = new JsonArray("string", "null");
        return schema;
    }

    private static JsonObject Generate(IEnumerable<string> kinds, bool forAnswers = false)
    {
        var definitions = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        var documentation = ModelDocumentation.Load();
        var roots = new JsonArray();
        foreach (var kind in kinds)
        {
            var shape = ModelShapes.Of(ArgoKinds.TypeOf(kind)!);
            var root = (JsonObject)new SchemaBuilder(definitions, documentation, forAnswers).Define(shape);
            roots.Add(Reference(shape.Name));
            var properties = (JsonObject)root["properties"]!;
            properties["kind"] = new JsonObject { ["const"] = kind };
            properties["apiVersion"] = new JsonObject { ["const"] = ArgoKinds.ApiVersion };
            if (!forAnswers)
            {
                root["required"] = new JsonArray("kind");
            }
        }

        return new JsonObject
        {
            ["$schema"] = Dialect,
            ["title"] = "Argo Workflows kinds of " + ArgoKinds.ApiVersion,
            ["oneOf"] = roots,
            ["$defs"] = new JsonObject(definitions),
        };
    }

    internal static JsonObject Reference(string name) => new() { ["$ref"] = "#/$defs/" + name };
}
