using System.Text.Json.Nodes;
using Krewe.Model.Shapes;

namespace Krewe.Model;

/// <summary>Turns shapes into schema definitions.</summary>
/// <param name="definitions">Where they are added.</param>
/// <param name="documentation">Texts of types and fields.</param>
/// <param name="forAnswers">
/// Whether the schema says what servers write: each value in its one form, and no nulls. Else it says what may be read: every
/// field may be null, which counts as absent, and texts may be written as other scalars.
/// </param>
internal sealed class SchemaBuilder(SortedDictionary<string, JsonNode?> definitions, ModelDocumentation documentation, bool forAnswers = false)
{
    /// <summary>Adds an object and what it refers to; returns its definition.</summary>
    public JsonNode Define(Shape shape)
    {
        var name = DefinitionName(shape);
        if (definitions.TryGetValue(name, out var known))
        {
            return known!;
        }

        var properties = new JsonObject();
        var definition = new JsonObject { ["type"] = "object" };

        // Before the fields: shapes refer to each other in circles.
        definitions.Add(name, definition);
        AddDescription(definition, documentation.OfType(shape.Type));
        foreach (var (field, fieldShape) in shape.Fields.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var schema = Of(fieldShape);
            AddDescription(schema, documentation.OfProperty(shape.Type, field));
            properties[field] = schema;
        }

        definition["properties"] = properties;
        definition["additionalProperties"] = false;
        if (forAnswers && AnswerRequirements.Of(name) is { Length: > 0 } required)
        {
            definition["required"] = new JsonArray([.. required.Select(field => (JsonNode?)field)]);
        }

        return definition;
    }

    private JsonObject Of(Shape shape)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Object:
                Define(shape);
                return forAnswers ? JsonSchemaGenerator.Reference(DefinitionName(shape)) : new JsonObject { ["anyOf"] = new JsonArray(JsonSchemaGenerator.Reference(DefinitionName(shape)), Types("null")) };
            case ShapeKind.List:
                return With(Types("array", "null"), "items", Of(shape.Element));
            case ShapeKind.Map:
                return With(Types("object", "null"), "additionalProperties", Of(shape.Element));
            case ShapeKind.Boolean:
                return Types("boolean", "null");
            case ShapeKind.Int32 or ShapeKind.Int64:
                return Types("integer", "null");
            case ShapeKind.IntOrString:
                return Types("integer", "string", "null");
            case ShapeKind.Time:
                return With(Types("string", "null"), "format", "date-time");
            case ShapeKind.Text when forAnswers:
                return Types("string");
            case ShapeKind.Text or ShapeKind.AnyScalar:
                return Types("string", "number", "boolean", "null");
            default:
                return [];
        }
    }

    /// <summary>Kubernetes and Argo have types of one name (<c>NodeSelector</c>, <c>Image</c>); those of the model come first.</summary>
    private static string DefinitionName(Shape shape) => shape.Type is null ? "kubernetes." + shape.Name : shape.Name;

    private JsonObject Types(params string[] given)
    {
        string[] types = forAnswers ? [.. given.Where(type => type != "null")] : given;
        return new JsonObject { ["type"] = types is [var only] ? only : new JsonArray([.. types.Select(type => (JsonNode?)type)]) };
    }

    private static JsonObject With(JsonObject schema, string key, JsonNode value)
    {
        schema[key] = value;
        return schema;
    }

    private static void AddDescription(JsonObject schema, string? text)
    {
        if (text is not null)
        {
            schema["description"] = text;
        }
    }
}
