using Google.Protobuf;

namespace Krewe.Telemetry.Tests;

/// <summary>A message of OTLP read without its description: fields by number.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Number, ByteString Bytes)> _fields = [];

    public WireMessage(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                _fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes()));
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

    /// <summary>Messages in a field, however often it is there.</summary>
    public IEnumerable<WireMessage> All(int number) => Bytes(number).Select(bytes => new WireMessage(bytes));

    public string Text(int number) => Bytes(number).FirstOrDefault()?.ToStringUtf8() ?? "";

    public string Hex(int number) => Convert.ToHexStringLower((Bytes(number).FirstOrDefault() ?? ByteString.Empty).Span);

    private IEnumerable<ByteString> Bytes(int number) => _fields.Where(field => field.Number == number).Select(field => field.Bytes);
}
