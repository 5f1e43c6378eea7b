using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;

namespace Krewe.Api;

/// <summary>Schemas of the API's bodies: the kinds' from the model, the others' from how they are written.</summary>
internal static class OpenApiSchemas
{
    private const string Prefix = "#/components/schemas/";

    private static readonly IReadOnlyList<JsonTypeInfo> Bodies =
    [
        WireJson.Default.CreateBody, WireJson.Default.SubmitBody, WireJson.Default.ActionBody, WireJson.Default.ErrorBody, WireJson.Default.LabelsBody, WireJson.Default.LogBody,
        WireJson.Default.UpdateBody, WireJson.Default.UploadedArtifact, WireJson.Default.VersionInfo, WireJson.Default.ServerInfo, WireJson.Default.HealthReport, WireJson.Default.CronSlotPage, WireJson.Default.RunRowPage, WireJson.Default.FolderList, WireJson.Default.SavedView, WireJson.Default.ViewsBody, WireJson.Default.FavouritesBody, WireJson.Default.QueuePage, WireJson.Default.RunWaiting, WireJson.Default.AuditPage, WireJson.Default.AuditEntry, WireJson.Default.SyncLimit, WireJson.Default.LockListBody,
        WireJson.Default.EventDelivery, WireJson.Default.EventDeliveryList, WireJson.Default.CreateTokenRequest, WireJson.Default.CreatedToken, WireJson.Default.TokensBody, ApiJson.Default.UserInfoBody, ApiJson.Default.LogoutBody,
    ];

    /// <summary>Answers of Krewe's own that have no more than they say.</summary>
    private static readonly IReadOnlyList<JsonTypeInfo> Pages =
    [
        WireJson.Default.RunOverview, WireJson.Default.FailureReport, WireJson.Default.NodePage, WireJson.Default.NodeChanges, WireJson.Default.TimelinePage, WireJson.Default.CriticalPathReport, WireJson.Default.RunComparison, WireJson.Default.LogRange, WireJson.Default.LogSearchPage, WireJson.Default.PipelinePage, WireJson.Default.PipelineItem, WireJson.Default.PipelineRunPage, WireJson.Default.PipelineRunItem, WireJson.Default.PipelineMatrix, WireJson.Default.UsageReport,
    ];

    /// <summary>Kinds that are kept for Argo Events, whatever is in them.</summary>
    private static readonly string[] OfArgoEvents = [nameof(EventSource), nameof(Sensor)];

    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true };

    private static readonly JsonSchemaExporterOptions ExportingClosed = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = static (_, schema) => Closed(schema) };

    /// <summary>All of them by name.</summary>
    public static JsonObject Build()
    {
        var schemas = new JsonObject { ["Any"] = new JsonObject(), ["Empty"] = new JsonObject { ["type"] = "object" } };
        var model = JsonSchemaGenerator.GenerateForAnswers();
        foreach (var (name, schema) in (JsonObject)model["$defs"]!)
        {
            schemas[name] = Moved(schema!, name);
        }

        foreach (var kind in OfArgoEvents)
        {
            schemas[kind] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["apiVersion"] = new JsonObject { ["type"] = "string" },
                    ["kind"] = new JsonObject { ["type"] = "string" },
                    ["metadata"] = Reference(nameof(ObjectMeta)),
                    ["spec"] = new JsonObject(),
                    ["status"] = new JsonObject(),
                },
                ["required"] = new JsonArray("metadata", "spec"),
                ["additionalProperties"] = false,
            };
        }

        foreach (var kind in ArgoKinds.All.Concat(OfArgoEvents))
        {
            schemas[kind + "List"] = ListOf(kind);
        }

        foreach (var kind in Enum.GetValues<ResourceKind>())
        {
            schemas[kind + "Body"] = BodyOf(kind);
        }

        foreach (var body in Bodies)
        {
            var schema = JsonSchemaExporter.GetJsonSchemaAsNode(body, Exporting);
            schemas[body.Type.Name] = Moved(schema, body.Type.Name);
        }

        foreach (var page in Pages)
        {
            schemas[page.Type.Name] = Moved(JsonSchemaExporter.GetJsonSchemaAsNode(page, ExportingClosed), page.Type.Name);
        }

        schemas[nameof(CreateBody)]!["properties"]!["workflow"] = Reference(nameof(Workflow));
        return schemas;
    }

    public static JsonObject Reference(string name) => new() { ["$ref"] = Prefix + name };

    private static JsonNode Closed(JsonNode schema)
    {
        if (schema is JsonObject map && map.ContainsKey("properties"))
        {
            map["additionalProperties"] = false;
        }

        return schema;
    }

    private static JsonObject ListOf(string kind) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("metadata", "items"),
        ["properties"] = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["resourceVersion"] = new JsonObject { ["type"] = "string" },
                    ["continue"] = new JsonObject { ["type"] = "string" },
                    ["remainingItemCount"] = new JsonObject { ["type"] = "integer" },
                },
                ["additionalProperties"] = false,
            },
            ["items"] = new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Reference(kind) },
        },
        ["additionalProperties"] = false,
    };

    private static JsonObject BodyOf(ResourceKind kind)
    {
        var key = ResourceRoutes.BodyKey(kind);
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray(key),
            ["properties"] = new JsonObject { ["namespace"] = new JsonObject { ["type"] = "string" }, [key] = Reference(kind.ToString()) },
        };
    }

    /// <summary>A copy whose references lead to where the schema lies in the document.</summary>
    private static JsonNode? Moved(JsonNode schema, string name)
    {
        if (schema is not JsonObject map)
        {
            return schema is JsonArray list ? new JsonArray([.. list.Select(item => item is null ? null : Moved(item, name))]) : schema.DeepClone();
        }

        var moved = new JsonObject();
        foreach (var (key, value) in map)
        {
            moved[key] = key == "$ref" && value?.GetValue<string>() is { } target
                ? target.StartsWith("#/$defs/", StringComparison.Ordinal) ? Prefix + target["#/$defs/".Length..] : $"{Prefix}{name}{target[1..]}"
                : value is null ? null : Moved(value, name);
        }

        return moved;
    }
}
