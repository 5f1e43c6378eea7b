using System.Globalization;
using System.Text;
using System.Text.Json;
using Krewe.Api.ProtoOptions;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace Krewe.Api;

/// <summary>Encodes JSON of the REST API as a message of the gRPC API.</summary>
/// <remarks>Keys that the message does not know are left out: the type of an object says its kind, and Krewe adds to some answers.</remarks>
internal static class JsonToProto
{
    /// <exception cref="WireException">The JSON does not fit the message.</exception>
    public static byte[] Encode(MessageShape shape, JsonElement json)
    {
        var buffer = new WireBuffer();
        WriteMessage(buffer, shape, json);
        return buffer.ToArray();
    }

    private static void WriteMessage(WireBuffer buffer, MessageShape shape, JsonElement json)
    {
        switch (shape.Form)
        {
            case JsonForm.Time or JsonForm.MicroTime:
                WriteTime(buffer, json);
                break;
            case JsonForm.IntOrString:
                WriteIntOrString(buffer, shape, json);
                break;
            case JsonForm.Raw:
                buffer.WriteBytes(shape.Fields[0].Number, Encoding.UTF8.GetBytes(RawText(shape.Fields[0], json)));
                break;
            case JsonForm.Value:
                WriteField(buffer, shape.Fields[0], json);
                break;
            default:
                WriteObject(buffer, shape, json);
                break;
        }
    }

    private static void WriteObject(WireBuffer buffer, MessageShape shape, JsonElement json)
    {
        Expect(json, JsonValueKind.Object, shape.Name);
        foreach (var property in json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null && shape.Find(property.Name) is { } field)
            {
                WriteField(buffer, field, property.Value);
            }
        }

        foreach (var inlined in shape.Inlined)
        {
            var before = buffer.Length;
            var start = buffer.BeginMessage(inlined.Number);
            WriteObject(buffer, inlined.Message!, json);
            if (buffer.Length == start)
            {
                buffer.Cut(before);
            }
            else
            {
                buffer.EndMessage(start);
            }
        }
    }

    private static void WriteField(WireBuffer buffer, FieldShape field, JsonElement json)
    {
        if (field.IsMap)
        {
            WriteMap(buffer, field, json);
        }
        else if (field.IsRepeated)
        {
            Expect(json, JsonValueKind.Array, field.JsonName);
            foreach (var item in json.EnumerateArray())
            {
                WriteValue(buffer, field, item, evenIfEmpty: true);
            }
        }
        else
        {
            WriteValue(buffer, field, json, field.HasPresence);
        }
    }

    private static void WriteMap(WireBuffer buffer, FieldShape field, JsonElement json)
    {
        Expect(json, JsonValueKind.Object, field.JsonName);
        var entry = field.Message!;
        foreach (var property in json.EnumerateObject())
        {
            var start = buffer.BeginMessage(field.Number);
            buffer.WriteString(entry.Fields[0].Number, property.Name);
            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                WriteValue(buffer, entry.Fields[1], property.Value, evenIfEmpty: true);
            }

            buffer.EndMessage(start);
        }
    }

    private static void WriteValue(WireBuffer buffer, FieldShape field, JsonElement json, bool evenIfEmpty)
    {
        switch (field.Type)
        {
            case FieldType.Message:
                var start = buffer.BeginMessage(field.Number);
                WriteMessage(buffer, field.Message!, json);
                buffer.EndMessage(start);
                break;
            case FieldType.String:
                var text = Text(json);
                if (evenIfEmpty || text.Length > 0)
                {
                    buffer.WriteString(field.Number, text);
                }

                break;
            case FieldType.Bytes:
                buffer.WriteBytes(field.Number, json.GetBytesFromBase64());
                break;
            default:
                var number = Number(field, json);
                if (evenIfEmpty || number != 0)
                {
                    buffer.WriteVarint(field.Number, number);
                }

                break;
        }
    }

    private static ulong Number(FieldShape field, JsonElement json) => field.Type switch
    {
        FieldType.Bool => json.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => throw Misfit(field.JsonName, json),
        },
        FieldType.Enum when json.ValueKind == JsonValueKind.String => unchecked((ulong)field.Enumeration!.NumberOf(json.GetString()!)),
        FieldType.Uint64 when json.ValueKind == JsonValueKind.Number && json.TryGetUInt64(out var unsigned) => unsigned,
        _ when json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var signed) => unchecked((ulong)signed),
        _ => throw Misfit(field.JsonName, json),
    };

    private static void WriteTime(WireBuffer buffer, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (!DateTimeOffset.TryParse(Text(json), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            throw Misfit("time", json);
        }

        var seconds = time.ToUnixTimeSeconds();
        var nanos = (time.Ticks - DateTimeOffset.FromUnixTimeSeconds(seconds).Ticks) * 100;
        WriteUnlessZero(buffer, 1, unchecked((ulong)seconds));
        WriteUnlessZero(buffer, 2, (ulong)nanos);
    }

    /// <summary>Kubernetes' numbers have 32 bits, Argo Events' have 64; one that does not fit is text.</summary>
    private static void WriteIntOrString(WireBuffer buffer, MessageShape shape, JsonElement json)
    {
        var isWide = shape.Fields[1].Type == FieldType.Int64;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) && (isWide || number == (int)number))
        {
            WriteUnlessZero(buffer, shape.Fields[1].Number, unchecked((ulong)number));
        }
        else
        {
            buffer.WriteVarint(1, 1);
            buffer.WriteString(3, Text(json));
        }
    }

    private static void WriteUnlessZero(WireBuffer buffer, int number, ulong value)
    {
        if (value != 0)
        {
            buffer.WriteVarint(number, value);
        }
    }

    /// <summary>JSON as text; numbers that are given as text are numbers all the same where the protocol keeps them as text.</summary>
    private static string RawText(FieldShape field, JsonElement json) =>
        field.Type == FieldType.String && json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();

    /// <summary>Text; numbers and truth values are text where Argo keeps any scalar as text.</summary>
    private static string Text(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
        JsonValueKind.Null => "",
        _ => throw Misfit("text", json),
    };

    private static void Expect(JsonElement json, JsonValueKind kind, string what)
    {
        if (json.ValueKind != kind)
        {
            throw Misfit(what, json);
        }
    }

    private static WireException Misfit(string what, JsonElement json) => new($"{what} cannot be a JSON {json.ValueKind.ToString().ToLowerInvariant()}");
}
