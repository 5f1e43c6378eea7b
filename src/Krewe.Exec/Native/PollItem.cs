using System.Runtime.InteropServices;

namespace Krewe.Exec.Native;

/// <summary>The C library's <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollItem
{
    public int Descriptor;
    public short Wanted;
    public short Happened;
}
