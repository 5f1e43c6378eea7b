using System.Runtime.InteropServices;
using System.Text;

namespace Krewe.Exec.Native;

/// <summary>A NULL-terminated array of C strings, in one allocation.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte* _block;

    public NativeStrings(IReadOnlyList<string> values)
    {
        var size = (nuint)((values.Count + 1) * sizeof(byte*));
        foreach (var value in values)
            size += (nuint)Encoding.UTF8.GetByteCount(value) + 1;
        _block = (byte*)NativeMemory.Alloc(size);
        Pointer = (byte**)_block;
        var text = _block + ((values.Count + 1) * sizeof(byte*));
        for (var i = 0; i < values.Count; i++)
        {
            Pointer[i] = text;
            var length = Encoding.UTF8.GetByteCount(values[i]);
            Encoding.UTF8.GetBytes(values[i], new Span<byte>(text, length));
            text[length] = 0;
            text += length + 1;
        }
        Pointer[values.Count] = null;
    }

    public byte** Pointer { get; private set; }

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
        Pointer = null;
    }
}
