using System.Text.Json;
using Krewe.Expressions.Tags;

namespace Krewe.Engine;

/// <summary><c>item</c> and <c>item.key</c>.</summary>
internal static class ItemVariables
{
    public static TagScope Of(JsonElement item, TagScope outer)
    {
        var all = new Dictionary<string, object?> { ["item"] = Text(item) };
        if (item.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in item.EnumerateObject())
            {
                all["item." + property.Name] = Text(property.Value);
            }
        }

        return new TagScope(all, outer);
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Object or JsonValueKind.Array => JsonSerializer.Serialize(value, EngineJson.Plain.JsonElement),
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };
}
