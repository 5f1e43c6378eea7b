using System.Buffers.Binary;

namespace Krewe.Api;

/// <summary>Goes through the fields of one encoded message.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="WireException">The message is cut or is not protobuf.</exception>
    public bool TryRead(out WireField field)
    {
        if (Position == _message.Length)
        {
            field = default;
            return false;
        }

        var tag = ReadVarint();
        var number = (int)(tag >> 3);
        field = (WireType)(tag & 7) switch
        {
            WireType.Varint => new WireField(number, WireType.Varint, ReadVarint()),
            WireType.Fixed64 => new WireField(number, WireType.Fixed64, BinaryPrimitives.ReadUInt64LittleEndian(Take(8))),
            WireType.Fixed32 => new WireField(number, WireType.Fixed32, BinaryPrimitives.ReadUInt32LittleEndian(Take(4))),
            WireType.Bytes => ReadBytes(number),
            _ => throw new WireException($"field {number} has wire type {tag & 7}, which is not in use"),
        };
        return true;
    }

    /// <summary>Reads a number of up to 64 bits.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new WireException("a number is longer than 64 bits");
    }

    private WireField ReadBytes(int number)
    {
        var length = ReadVarint();
        if (length > (ulong)(_message.Length - Position))
        {
            throw new WireException($"field {number} is cut");
        }

        var start = Position;
        Position += (int)length;
        return new WireField(number, WireType.Bytes, 0, start, (int)length);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_message.Length - Position < count)
        {
            throw new WireException("the message is cut");
        }

        Position += count;
        return _message.Slice(Position - count, count);
    }
}
