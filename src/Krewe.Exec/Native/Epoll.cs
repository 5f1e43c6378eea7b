using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Krewe.Exec.Native;

/// <summary>A set of descriptors to wait for; the kernel packs its event record on x86 only.</summary>
internal sealed unsafe class Epoll
{
    private const int MaxEvents = 256;
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = Size - 8;

    private readonly int _fd;
    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * Size, pinned: true);

    public Epoll()
    {
        _fd = Libc.epoll_create1(Libc.OCloexec);
        if (_fd < 0)
            throw new IOException("epoll_create1: " + Libc.Error(Libc.Errno));
    }

    /// <summary>Adds a descriptor to wait for input on; closing it removes it.</summary>
    public void Add(int fd) => Control(Libc.EpollCtlAdd, fd, Libc.EpollIn);

    /// <summary>Waits for other events of a descriptor from now on.</summary>
    public void Change(int fd, int events) => Control(Libc.EpollCtlMod, fd, events);

    /// <summary>Waits and fills <paramref name="ready"/> with the descriptors that have input or have been closed.</summary>
    public void Wait(List<int> ready, int timeoutMilliseconds)
    {
        ready.Clear();
        int count;
        fixed (byte* events = _events)
            count = Libc.epoll_wait(_fd, events, MaxEvents, timeoutMilliseconds);
        for (var i = 0; i < count; i++)
            ready.Add(BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan((i * Size) + DataOffset, 4)));
    }

    private void Control(int operation, int fd, int events)
    {
        var ev = stackalloc byte[16];
        new Span<byte>(ev, 16).Clear();
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(ev, 4), events);
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(ev + DataOffset, 4), fd);
        if (Libc.epoll_ctl(_fd, operation, fd, ev) != 0)
            throw new IOException("epoll_ctl: " + Libc.Error(Libc.Errno));
    }
}
