using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Reads and writes <see cref="IntOrString"/>.</summary>
public sealed class IntOrStringConverter : JsonConverter<IntOrString>
{
    public override IntOrString? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => new IntOrString(AnyNumber.ToText(ref reader), true),
        JsonTokenType.String => new IntOrString(reader.GetString()!, false),
        JsonTokenType.Null => null,
        _ => throw new JsonException($"expected a number or a string, got {reader.TokenType}"),
    };

    public override void Write(Utf8JsonWriter writer, IntOrString value, JsonSerializerOptions options)
    {
        if (value.IsNumber)
        {
            writer.WriteRawValue(value.Text);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
