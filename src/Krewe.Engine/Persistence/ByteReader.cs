using System.Text;

namespace Krewe.Engine;

/// <summary>Reads what <see cref="ByteWriter"/> has written. Damaged bytes are an <see cref="InvalidDataException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly int Left => _rest.Length;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            throw TooShort();
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number in it is too long");
    }

    /// <summary>How many there are of something that takes at least a byte each.</summary>
    public int Count() => Number() is var count && count <= (uint)_rest.Length
        ? (int)count
        : throw new InvalidDataException($"{count} of something are said to follow, there are only {_rest.Length} bytes");

    /// <summary>A number that is neither negative nor above <paramref name="most"/>.</summary>
    public int Number(int most) => Number() is var value && value <= (uint)most
        ? (int)value
        : throw new InvalidDataException($"{value} stands where at most {most} can");

    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public string Text()
    {
        var text = Block();
        return text.IsEmpty ? "" : Encoding.UTF8.GetString(text);
    }

    public ReadOnlySpan<byte> Block()
    {
        var count = Count();
        var block = _rest[..count];
        _rest = _rest[count..];
        return block;
    }

    private static InvalidDataException TooShort() => new("it ends too early");
}
