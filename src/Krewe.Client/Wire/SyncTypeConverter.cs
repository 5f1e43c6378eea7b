using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Client.Wire;

/// <summary>The kind of a limit by name or, as gRPC gateways take enumerations, by number; always written by name.</summary>
public sealed class SyncTypeConverter : JsonConverter<string>
{
    private static readonly string[] ByNumber = [SyncLimit.ConfigMapType, SyncLimit.DatabaseType];

    /// <summary>The name for a number; other text as it is, for the engine to judge.</summary>
    public static string Name(string text) => text switch
    {
        "0" => ByNumber[0],
        "1" => ByNumber[1],
        _ => text,
    };

    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt32(out var number) && number >= 0 && number < ByNumber.Length => ByNumber[number],
        JsonTokenType.String => Name(reader.GetString()!),
        _ => throw new JsonException("type must be CONFIGMAP (0) or DATABASE (1)"),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
