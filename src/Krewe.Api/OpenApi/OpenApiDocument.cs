using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Krewe.Api;

/// <summary>The description of the API (OpenAPI 3.1), made from <see cref="ApiOperations"/>.</summary>
internal static partial class OpenApiDocument
{
    /// <summary>Writes it.</summary>
    /// <param name="version">Version of the server.</param>
    /// <param name="basePath">Path that the outer address of all of it begins with; empty for none.</param>
    public static JsonObject Build(string version, string basePath)
    {
        var paths = new JsonObject();
        foreach (var operations in ApiOperations.All.GroupBy(operation => operation.Path, StringComparer.Ordinal))
        {
            paths[operations.Key] = new JsonObject(operations.Select(operation => KeyValuePair.Create(operation.Method.ToLowerInvariant(), (JsonNode?)Describe(operation))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Krewe", ["version"] = version, ["description"] = "The API of Argo Workflows, and what Krewe adds to it below /api/krewe/v1." },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = basePath.Length == 0 ? "/" : basePath }),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = OpenApiSchemas.Build(),
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
            },
        };
    }

    private static JsonObject Describe(ApiOperation operation)
    {
        var described = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["tags"] = new JsonArray(operation.Service),
            ["summary"] = operation.Summary,
            ["parameters"] = new JsonArray(
            [
                .. Parameters().Matches(operation.Path).Select(match => (JsonNode)Parameter(match.Groups["name"].Value, "path", required: true)),
                .. operation.Query.Select(name => (JsonNode)Parameter(name, "query", required: false)),
            ]),
            ["responses"] = new JsonObject { ["200"] = Answer(operation), ["default"] = Content("What went wrong, with the code of gRPC", "application/json", OpenApiSchemas.Reference("ErrorBody")) },
        };
        if (operation.Body is { } body)
        {
            described["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = OpenApiSchemas.Reference(body) } } };
        }

        return described;
    }

    private static JsonObject Parameter(string name, string place, bool required) =>
        new() { ["name"] = name, ["in"] = place, ["required"] = required, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Answer(ApiOperation operation)
    {
        if (operation.MediaType is { } media)
        {
            return Content("The content", media, new JsonObject { ["type"] = "string" });
        }

        var schema = OpenApiSchemas.Reference(operation.Answer ?? "Empty");
        return operation.IsStream
            ? Content("One message a line, or server-sent events for those who accept them", "application/json", StreamOf(schema))
            : Content("Done", "application/json", schema);
    }

    private static JsonObject StreamOf(JsonObject schema) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["result"] = schema, ["error"] = OpenApiSchemas.Reference("ErrorBody") },
    };

    private static JsonObject Content(string description, string media, JsonObject schema) =>
        new() { ["description"] = description, ["content"] = new JsonObject { [media] = new JsonObject { ["schema"] = schema } } };

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameters();
}
