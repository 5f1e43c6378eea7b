using Google.Protobuf;

namespace Krewe.Telemetry.Tests;

/// <summary>A message of OTLP read without its description: fields by number.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Number, ByteString Bytes)> _fields = [];

    private readonly Dictionary<int, double> _numbers = [];

    public WireMessage(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    _fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes()));
                    break;
                case WireFormat.WireType.Fixed64:
                    _numbers[WireFormat.GetTagFieldNumber(tag)] = input.ReadDouble();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    /// <summary>Messages in a field, however often it is there.</summary>
    public IEnumerable<WireMessage> All(int number) => Bytes(number).Select(bytes => new WireMessage(bytes));

    public string Text(int number) => Bytes(number).FirstOrDefault()?.ToStringUtf8() ?? "";

    public string Hex(int number) => Convert.ToHexStringLower((Bytes(number).FirstOrDefault() ?? ByteString.Empty).Span);

    /// <summary>A field of eight bytes, read as a floating-point number; not a number if it is not there.</summary>
    public double Number(int number) => _numbers.GetValueOrDefault(number, double.NaN);

    private IEnumerable<ByteString> Bytes(int number) => _fields.Where(field => field.Number == number).Select(field => field.Bytes);
}
