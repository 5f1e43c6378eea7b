using System.Buffers.Binary;

namespace Krewe.Exec.Native;

/// <summary>Looks into an open folder without opening it again.</summary>
internal static unsafe class FolderContents
{
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    /// <summary>Whether the folder holds nothing, or nothing but an entry of that name.</summary>
    public static bool IsEmpty(int folder, ReadOnlySpan<byte> except)
    {
        var buffer = stackalloc byte[1024];
        if (Libc.lseek(folder, 0, 0) != 0)
            return false;
        nint count;
        while ((count = Libc.getdents64(folder, buffer, 1024)) > 0)
        {
            for (var at = 0; at < count;)
            {
                var entry = new ReadOnlySpan<byte>(buffer + at, (int)count - at);
                var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[LengthOffset..]);
                var name = entry[NameOffset..length];
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8) && !name.SequenceEqual(except))
                    return false;
                at += length;
            }
        }
        return count == 0;
    }
}
