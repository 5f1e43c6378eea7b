using System.Buffers;
using System.Text;

namespace Krewe.Engine;

/// <summary>Bytes that grow: numbers of as few bytes as they need, texts with their length in front.</summary>
internal sealed class ByteWriter : IDisposable
{
    private const int LongestNumber = 10;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
    public void Number(ulong value)
    {
        var room = Room(LongestNumber);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            room[count++] = (byte)(value | 0x80);
        }

        room[count++] = (byte)value;
        Length += count;
    }

    public void Count(int value) => Number((uint)value);

    /// <summary>A number of either sign that is small as a rule.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Text(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var room = Room(most + LongestNumber);
        var bytes = Encoding.UTF8.GetBytes(text, room[LongestNumber..]);

        // The length takes fewer bytes than were left for it, as a rule one.
        Count(bytes);
        room.Slice(LongestNumber, bytes).CopyTo(_bytes.AsSpan(Length));
        Length += bytes;
    }

    public void Block(ReadOnlySpan<byte> bytes)
    {
        Count(bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }
}
