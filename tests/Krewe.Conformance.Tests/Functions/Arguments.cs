using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>Arguments of functions: JSON turned into what our functions take.</summary>
internal static class Arguments
{
    /// <summary>The arguments with files read and times filled in.</summary>
    public static JsonObject Resolve(CaseSet set, JsonNode? args, DateTimeOffset now) => (JsonObject)Filled(set, TimeText.ResolveAll(args, now), now)!;

    public static string? Text(JsonNode? node) => JsonValues.Text(node);

    public static IReadOnlyList<string>? Texts(JsonNode? list) => (list as JsonArray)?.Select(item => item!.GetValue<string>()).ToList();

    public static bool Flag(JsonNode? node) => JsonValues.Text(node) == "true";

    public static JsonNode? Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type);

    public static WorkflowSpec? Spec(JsonNode? value) => value is null ? null : Workflow(value["spec"] is null ? new JsonObject { ["spec"] = value.DeepClone() } : value).Spec;

    /// <summary>Go takes keys in any case, and so do some of the files: only the lenient reader does.</summary>
    public static Workflow Workflow(JsonNode? value) => Read<Workflow>(value, "Workflow");

    public static T Read<T>(JsonNode? value, string kind)
        where T : ArgoResource
    {
        var map = value?.DeepClone().AsObject() ?? [];
        map["kind"] = kind;
        return ManifestReader.Lenient.Read(map.ToJsonString()).Of<T>().Single();
    }

    /// <summary>JSON as the values that expressions work on.</summary>
    public static object? Value(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(entry => entry.Key, entry => Value(entry.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(Value).ToArray(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => node.AsValue().TryGetValue<long>(out var whole) ? whole : node.GetValue<double>(),
        },
    };

    /// <summary>A value of an expression as JSON.</summary>
    public static JsonNode? Node(object? value) => value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType());

    private static JsonNode? Filled(CaseSet set, JsonNode? node, DateTimeOffset now)
    {
        switch (node)
        {
            case JsonObject map when map["$file"] is { } file:
                return Document(set.Text(JsonValues.Text(file)!, now));
            case JsonObject map:
                return new JsonObject(map.ToList().Select(entry => KeyValuePair.Create(entry.Key, Filled(set, entry.Value, now))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Filled(set, item, now))]);
            default:
                return node?.DeepClone();
        }
    }

    private static JsonNode? Document(string text)
    {
        var read = Model.Documents.DocumentReader.Read(text, null);
        return read.Documents.Count == 0 ? new JsonObject() : JsonNode.Parse(ManifestWriter.ToJson(read.Documents[0]));
    }
}
