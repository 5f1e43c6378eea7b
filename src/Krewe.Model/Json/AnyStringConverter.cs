using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Reads a string, number or boolean as its text (Argo <c>AnyString</c>) and writes a string.</summary>
public sealed class AnyStringConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    internal static string? ReadText(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => AnyNumber.ToText(ref reader),
        _ => throw new JsonException($"expected a string, number or boolean, got {reader.TokenType}"),
    };
}
