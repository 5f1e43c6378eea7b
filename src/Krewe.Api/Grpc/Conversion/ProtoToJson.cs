using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Krewe.Api.ProtoOptions;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace Krewe.Api;

/// <summary>Writes a message of the gRPC API as JSON of the REST API.</summary>
/// <remarks>
/// Go's encoders send every field that is not a pointer, set or not; in JSON, what is empty then is left out, as Go's JSON leaves
/// it out. Fields that this version of the protocol does not know are passed over.
/// </remarks>
internal sealed class ProtoToJson
{
    /// <summary>Templates may hold templates; nobody nests this many.</summary>
    private const int MaxDepth = 200;

    private readonly Utf8JsonWriter _json;
    private int _depth;

    private ProtoToJson(Utf8JsonWriter json) => _json = json;

    /// <exception cref="WireException">The bytes are no such message.</exception>
    public static JsonDocument Decode(MessageShape shape, ReadOnlySpan<byte> message)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, message.Length * 2));
        try
        {
            using (var json = new Utf8JsonWriter(buffer))
            {
                new ProtoToJson(json).WriteMessage(shape, message);
            }

            return JsonDocument.Parse(buffer.WrittenMemory);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new WireException($"{shape.Name}: {exception.Message}", exception);
        }
    }

    private void WriteMessage(MessageShape shape, ReadOnlySpan<byte> message)
    {
        if (++_depth > MaxDepth)
        {
            throw new WireException($"messages are nested more than {MaxDepth} deep");
        }

        switch (shape.Form)
        {
            case JsonForm.Time:
                WriteTime(message, "yyyy-MM-dd'T'HH:mm:ss'Z'");
                break;
            case JsonForm.MicroTime:
                WriteTime(message, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
                break;
            case JsonForm.IntOrString:
                WriteIntOrString(shape, message);
                break;
            case JsonForm.Raw:
                WriteRaw(Bytes(message, 1));
                break;
            case JsonForm.Value:
                WriteOnly(shape.Fields[0], new FieldGroups(shape, message), message);
                break;
            default:
                _json.WriteStartObject();
                WriteFields(shape, message);
                _json.WriteEndObject();
                break;
        }

        _depth--;
    }

    private void WriteFields(MessageShape shape, ReadOnlySpan<byte> message)
    {
        var groups = new FieldGroups(shape, message);
        for (var index = 0; index < shape.Fields.Count; index++)
        {
            var field = shape.Fields[index];
            var values = groups.Of(index);
            if (field.IsInline)
            {
                WriteFields(field.Message!, Joined(message, values));
            }
            else if (IsTold(field, values, message))
            {
                _json.WritePropertyName(field.JsonName);
                WriteValues(field, values, message);
            }
        }
    }

    private void WriteOnly(FieldShape field, FieldGroups groups, ReadOnlySpan<byte> message)
    {
        var values = groups.Of(0);
        if (values.Count > 0 || field.IsRepeated)
        {
            WriteValues(field, values, message);
        }
        else
        {
            _json.WriteNullValue();
        }
    }

    private void WriteValues(FieldShape field, List<WireField> values, ReadOnlySpan<byte> message)
    {
        if (field.IsMap)
        {
            _json.WriteStartObject();
            foreach (var value in values)
            {
                WriteEntry(field.Message!, message.Slice(value.Start, value.Length));
            }

            _json.WriteEndObject();
        }
        else if (field.IsRepeated)
        {
            _json.WriteStartArray();
            foreach (var value in values)
            {
                WriteItems(field, value, message);
            }

            _json.WriteEndArray();
        }
        else if (field.Type == FieldType.Message)
        {
            // A message that comes in parts is the parts one after another.
            WriteMessage(field.Message!, Joined(message, values));
        }
        else
        {
            WriteScalar(field, values.Count == 0 ? new WireField(field.Number, WireType.Varint, 0) : values[^1], message);
        }
    }

    /// <summary>One item, or several numbers in a row.</summary>
    private void WriteItems(FieldShape field, WireField value, ReadOnlySpan<byte> message)
    {
        if (value.Type != WireType.Bytes || field.Type is FieldType.Message or FieldType.String or FieldType.Bytes)
        {
            WriteValue(field, value, message);
            return;
        }

        var numbers = message.Slice(value.Start, value.Length);
        var reader = new WireReader(numbers);
        while (reader.Position < numbers.Length)
        {
            WriteScalar(field, new WireField(field.Number, WireType.Varint, reader.ReadVarint()), message);
        }
    }

    private void WriteEntry(MessageShape entry, ReadOnlySpan<byte> message)
    {
        var groups = new FieldGroups(entry, message);
        _json.WritePropertyName(groups.Of(0) is [.., var key] ? Utf8Text(message.Slice(key.Start, key.Length)) : []);
        var field = entry.Fields[1];
        var value = groups.Of(1) is [.., var last] ? last : new WireField(field.Number, field.Type is FieldType.Message or FieldType.String or FieldType.Bytes ? WireType.Bytes : WireType.Varint, 0);
        WriteValue(field, value, message);
    }

    private void WriteValue(FieldShape field, WireField value, ReadOnlySpan<byte> message)
    {
        if (field.Type == FieldType.Message)
        {
            WriteMessage(field.Message!, Slice(field, value, message));
        }
        else
        {
            WriteScalar(field, value, message);
        }
    }

    private void WriteScalar(FieldShape field, WireField value, ReadOnlySpan<byte> message)
    {
        switch (field.Type)
        {
            case FieldType.String:
                _json.WriteStringValue(Utf8Text(Slice(field, value, message)));
                break;
            case FieldType.Bytes:
                _json.WriteBase64StringValue(Slice(field, value, message));
                break;
            case FieldType.Bool:
                _json.WriteBooleanValue(value.Value != 0);
                break;
            case FieldType.Uint64:
                _json.WriteNumberValue(value.Value);
                break;
            case FieldType.Int32:
                _json.WriteNumberValue(unchecked((int)value.Value));
                break;
            case FieldType.Enum:
                _json.WriteStringValue(field.Enumeration!.NameOf(unchecked((int)value.Value)));
                break;
            default:
                _json.WriteNumberValue(unchecked((long)value.Value));
                break;
        }
    }

    private void WriteTime(ReadOnlySpan<byte> message, string format)
    {
        var (seconds, nanos) = (unchecked((long)Number(message, 1)), unchecked((int)Number(message, 2)));
        if (seconds == 0 && nanos == 0)
        {
            _json.WriteNullValue();
            return;
        }

        _json.WriteStringValue(DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100).ToString(format, CultureInfo.InvariantCulture));
    }

    private void WriteIntOrString(MessageShape shape, ReadOnlySpan<byte> message)
    {
        if (Number(message, 1) == 0)
        {
            var number = shape.Fields[1];
            WriteScalar(number, new WireField(number.Number, WireType.Varint, Number(message, number.Number)), message);
        }
        else
        {
            _json.WriteStringValue(Utf8Text(Bytes(message, 3)));
        }
    }

    private void WriteRaw(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            _json.WriteNullValue();
        }
        else
        {
            _json.WriteRawValue(Utf8Text(text));
        }
    }

    /// <summary>Whether a field stands in the JSON at all.</summary>
    private static bool IsTold(FieldShape field, List<WireField> values, ReadOnlySpan<byte> message)
    {
        if (field.Type == FieldType.Enum && !field.IsRepeated)
        {
            // The first value of an enumeration is a value like the others.
            return true;
        }

        if (values.Count == 0 || field.IsRepeated)
        {
            return values.Count > 0;
        }

        return field switch
        {
            { Message.Form: JsonForm.Time or JsonForm.MicroTime or JsonForm.Raw or JsonForm.Value } => values.Any(value => value.Length > 0),
            { Type: FieldType.Message } or { HasPresence: true } => true,
            _ => values[^1] is { Value: not 0 } or { Length: > 0 },
        };
    }

    private static ReadOnlySpan<byte> Slice(FieldShape field, WireField value, ReadOnlySpan<byte> message) => value.Type == WireType.Bytes
        ? message.Slice(value.Start, value.Length)
        : throw new WireException($"{field.JsonName} has wire type {value.Type}");

    private static ReadOnlySpan<byte> Joined(ReadOnlySpan<byte> message, List<WireField> parts)
    {
        if (parts.Count == 0)
        {
            return [];
        }

        if (parts is [var only])
        {
            return message.Slice(only.Start, only.Length);
        }

        var joined = new ArrayBufferWriter<byte>();
        foreach (var part in parts)
        {
            joined.Write(message.Slice(part.Start, part.Length));
        }

        return joined.WrittenSpan;
    }

    private static ulong Number(ReadOnlySpan<byte> message, int number) => Last(message, number).Value;

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> message, int number)
    {
        var field = Last(message, number);
        return message.Slice(field.Start, field.Length);
    }

    private static WireField Last(ReadOnlySpan<byte> message, int number)
    {
        var last = default(WireField);
        var reader = new WireReader(message);
        while (reader.TryRead(out var field))
        {
            last = field.Number == number ? field : last;
        }

        return last;
    }

    private static ReadOnlySpan<byte> Utf8Text(ReadOnlySpan<byte> text) => Utf8.IsValid(text) ? text : throw new WireException("text is not UTF-8");
}
