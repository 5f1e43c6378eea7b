using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;

namespace Krewe.Storage;

/// <summary>
/// The envelope of everything stored: version byte, flags, length, checksum, body. Bodies above a threshold are
/// compressed when that makes them smaller.
/// </summary>
/// <remarks>
/// Layout of version 1, little endian: version (1), flags (1; bit 0 = Brotli), length before compression (4),
/// CRC-32C of flags, length and stored body (4), body.
/// </remarks>
public static class RecordCodec
{
    /// <summary>Bytes in front of the body.</summary>
    public const int HeaderSize = 10;

    /// <summary>Bodies from this size on are compressed: below it the gain does not pay for the time.</summary>
    public const int CompressFrom = 2048;

    private const byte Version = 1;
    private const byte BrotliFlag = 1;

    /// <summary>Puts a body into its envelope.</summary>
    /// <param name="body">The body.</param>
    public static byte[] Encode(ReadOnlySpan<byte> body)
    {
        if (body.Length >= CompressFrom)
        {
            var room = new byte[HeaderSize + body.Length];
            if (BrotliEncoder.TryCompress(body, room.AsSpan(HeaderSize), out var written, quality: 1, window: 18) && written < body.Length)
            {
                Array.Resize(ref room, HeaderSize + written);
                Seal(room, BrotliFlag, body.Length);
                return room;
            }
        }

        var plain = new byte[HeaderSize + body.Length];
        body.CopyTo(plain.AsSpan(HeaderSize));
        Seal(plain, 0, body.Length);
        return plain;
    }

    /// <summary>Takes a body out of its envelope.</summary>
    /// <param name="stored">The envelope.</param>
    /// <exception cref="DamagedRecordException">The bytes are damaged or come from a newer version.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> stored)
    {
        if (stored.Length < HeaderSize)
        {
            throw new DamagedRecordException($"a stored record is damaged: {stored.Length} bytes are too few");
        }

        if (stored[0] != Version)
        {
            throw new DamagedRecordException($"a stored record has version {stored[0]}, this program reads version {Version}: use the program that wrote it or a newer one");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(stored[2..]);
        if (length < 0 || BinaryPrimitives.ReadUInt32LittleEndian(stored[6..]) != Checksum(stored))
        {
            throw new DamagedRecordException("a stored record is damaged: its checksum is wrong");
        }

        var body = stored[HeaderSize..];
        if (stored[1] == 0)
        {
            return body.Length == length ? body.ToArray() : throw new DamagedRecordException("a stored record is damaged: its length is wrong");
        }

        var result = new byte[length];
        return stored[1] == BrotliFlag && BrotliDecoder.TryDecompress(body, result, out var written) && written == length
            ? result
            : throw new DamagedRecordException("a stored record is damaged: it cannot be decompressed");
    }

    private static void Seal(byte[] envelope, byte flags, int length)
    {
        envelope[0] = Version;
        envelope[1] = flags;
        BinaryPrimitives.WriteInt32LittleEndian(envelope.AsSpan(2), length);
        BinaryPrimitives.WriteUInt32LittleEndian(envelope.AsSpan(6), Checksum(envelope));
    }

    private static uint Checksum(ReadOnlySpan<byte> envelope)
    {
        var crc = Add(uint.MaxValue, envelope[1..6]);
        return ~Add(crc, envelope[HeaderSize..]);
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
