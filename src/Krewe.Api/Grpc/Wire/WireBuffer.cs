using System.Text;

namespace Krewe.Api;

/// <summary>Writes protobuf's encoding.</summary>
internal sealed class WireBuffer
{
    private byte[] _bytes = new byte[512];

    /// <summary>How much has been written.</summary>
    public int Length { get; private set; }

    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    public void WriteVarint(int number, ulong value)
    {
        WriteTag(number, WireType.Varint);
        WriteVarint(value);
    }

    public void WriteString(int number, string value)
    {
        WriteTag(number, WireType.Bytes);
        var length = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)length);
        Length += Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    public void WriteBytes(int number, ReadOnlySpan<byte> value)
    {
        WriteTag(number, WireType.Bytes);
        WriteVarint((ulong)value.Length);
        value.CopyTo(Reserve(value.Length));
        Length += value.Length;
    }

    /// <summary>Begins a message inside this one; what is written until <see cref="EndMessage"/> is in it.</summary>
    /// <returns>Where it begins.</returns>
    public int BeginMessage(int number)
    {
        WriteTag(number, WireType.Bytes);
        return Length;
    }

    /// <summary>Ends a message. Its length goes in front of it, for which it moves: messages are small, or near the outside.</summary>
    public void EndMessage(int start)
    {
        var length = Length - start;
        var shift = VarintSize((ulong)length);
        Reserve(shift);
        _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(start + shift));
        Length = start;
        WriteVarint((ulong)length);
        Length += length;
    }

    /// <summary>Forgets what was written after a position.</summary>
    public void Cut(int length) => Length = length;

    private static int VarintSize(ulong value)
    {
        var size = 1;
        for (; value >= 0x80; value >>= 7)
        {
            size++;
        }

        return size;
    }

    private void WriteTag(int number, WireType type) => WriteVarint(((ulong)number << 3) | (uint)type);

    private void WriteVarint(ulong value)
    {
        var space = Reserve(10);
        var at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            space[at++] = (byte)(value | 0x80);
        }

        space[at++] = (byte)value;
        Length += at;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }
}
