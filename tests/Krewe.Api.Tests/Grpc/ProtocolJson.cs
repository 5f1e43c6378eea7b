using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Api.ProtoOptions;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace Krewe.Api.Tests;

/// <summary>JSON compared as Argo's types see it: what is unset, or empty where that is the same, does not stand in it.</summary>
internal static class ProtocolJson
{
    public static JsonNode? Plain(MessageShape shape, JsonElement json) => shape.Form switch
    {
        JsonForm.Object => PlainObject(shape, json),
        JsonForm.Value when json.ValueKind == JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(item => Plain(shape.Fields[0].Message!, item))]),
        JsonForm.Value => json.ValueKind == JsonValueKind.Number ? JsonValue.Create(json.GetRawText()) : JsonNode.Parse(json.GetRawText()),
        _ => JsonNode.Parse(json.GetRawText()),
    };

    private static JsonObject PlainObject(MessageShape shape, JsonElement json)
    {
        var plain = new JsonObject();
        foreach (var property in json.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var field = Find(shape, property.Name);
            if (field is null || !IsEmpty(field, property.Value))
            {
                plain.Add(property.Name, field is null ? JsonNode.Parse(property.Value.GetRawText()) : PlainField(field, property.Value));
            }
        }

        return plain;
    }

    private static JsonNode? PlainField(FieldShape field, JsonElement json)
    {
        if (field.IsMap)
        {
            var value = field.Message!.Fields[1];
            return new JsonObject(json.EnumerateObject().OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry =>
                KeyValuePair.Create(entry.Name, PlainItem(value, entry.Value))));
        }

        return field.IsRepeated ? new JsonArray([.. json.EnumerateArray().Select(item => PlainItem(field, item))]) : PlainItem(field, json);
    }

    private static JsonNode? PlainItem(FieldShape field, JsonElement json) =>
        field.Message is { } message ? Plain(message, json) : JsonNode.Parse(json.GetRawText());

    private static bool IsEmpty(FieldShape field, JsonElement json) => (field, json.ValueKind) switch
    {
        ({ IsRepeated: true, IsMap: false }, _) => json.GetArrayLength() == 0,
        ({ IsMap: true }, _) => !json.EnumerateObject().Any(),
        ({ HasPresence: true } or { Type: FieldType.Message }, _) => false,
        (_, JsonValueKind.String) => json.GetString()!.Length == 0,
        (_, JsonValueKind.Number) => json.TryGetInt64(out var number) && number == 0,
        (_, JsonValueKind.False) => true,
        _ => false,
    };

    private static FieldShape? Find(MessageShape shape, string name) =>
        shape.Find(name) ?? shape.Inlined.Select(inlined => Find(inlined.Message!, name)).FirstOrDefault(found => found is not null);
}
