using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Krewe.Executors.Tasks;

/// <summary>
/// Reads the typed input of a task: from <c>input</c> of the plugin if it is there, else from the template's input parameters.
/// Values come as text, since tags are text: numbers, booleans, lists and objects are read from it where the type asks for them.
/// </summary>
internal static class TaskInput
{
    public static T Read<T>(TaskCall call, JsonSerializerOptions json)
    {
        var type = json.GetTypeInfo(typeof(T));
        try
        {
            return (type.Kind, typeof(T)) switch
            {
                (JsonTypeInfoKind.Object, _) => JsonSerializer.Deserialize<T>(ObjectOf(call, type), json),
                (JsonTypeInfoKind.Dictionary, _) => JsonSerializer.Deserialize<T>(new JsonObject(Values(call)), json),
                (_, { } any) when any == typeof(JsonElement) || any == typeof(JsonNode) || any == typeof(object) || any == typeof(JsonObject) =>
                    JsonSerializer.Deserialize<T>(call.Input is { } given ? JsonNode.Parse(given.GetRawText()) : new JsonObject(Values(call)), json),
                _ => JsonSerializer.Deserialize<T>(Single(call, type), json),
            } ?? throw new JsonException("it is null");
        }
        catch (JsonException wrong)
        {
            throw new TaskFault($"task '{call.Name}': its input is no {typeof(T).Name}: {Reason(wrong)}");
        }
    }

    private static JsonObject ObjectOf(TaskCall call, JsonTypeInfo type)
    {
        var read = new JsonObject();
        foreach (var (name, value) in Values(call))
        {
            var property = type.Properties.FirstOrDefault(item => TaskJson.SameName(item.Name, name))
                ?? throw new TaskFault($"task '{call.Name}' takes no '{name}'; it takes: {string.Join(", ", type.Properties.Select(item => item.Name))}");
            read[property.Name] = As(value, property.PropertyType, type.Options);
        }

        return read;
    }

    private static JsonNode? Single(TaskCall call, JsonTypeInfo type)
    {
        if (call.Input is { } input)
        {
            return As(JsonNode.Parse(input.GetRawText()), type.Type, type.Options);
        }

        return call.Template.Inputs?.Parameters is [var only]
            ? As(only.Value, type.Type, type.Options)
            : throw new TaskFault($"task '{call.Name}' takes one value ({type.Type.Name}): give its template one input parameter, or 'input' beside its name");
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Values(TaskCall call)
    {
        if (call.Input is not { } input)
        {
            return (call.Template.Inputs?.Parameters ?? []).Select(item => KeyValuePair.Create<string, JsonNode?>(item.Name!, item.Value));
        }

        return input.ValueKind == JsonValueKind.Object
            ? JsonNode.Parse(input.GetRawText())!.AsObject().Select(item => KeyValuePair.Create(item.Key, item.Value?.DeepClone()))
            : throw new TaskFault($"task '{call.Name}' takes an object: 'input' beside its name is none");
    }

    // Numbers in text are read by the serializer itself.
    private static JsonNode? As(JsonNode? value, Type type, JsonSerializerOptions json)
    {
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text) || type == typeof(string))
        {
            return value;
        }

        var bare = Nullable.GetUnderlyingType(type);
        if (text.Length == 0 && bare is not null)
        {
            return null;
        }

        bare ??= type;
        var structured = bare == typeof(bool) || bare == typeof(JsonElement) || bare == typeof(JsonNode) || json.GetTypeInfo(bare).Kind != JsonTypeInfoKind.None;
        return structured ? TryParse(text) ?? value : value;
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The serializer speaks of types of the host and of places in a text that the user never saw.
    private static string Reason(JsonException wrong) => wrong.Path is ['$', '.', .. { Length: > 0 } place] ? $"{place} does not fit" : wrong.Message;
}
