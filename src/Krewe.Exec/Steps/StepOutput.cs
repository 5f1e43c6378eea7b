using Krewe.Exec.Native;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>The pipes of one step: what comes out of them goes into its log.</summary>
/// <remarks>
/// The write ends stay open here until the step has ended: so the end of a process wakes the loop once and not three times.
/// </remarks>
internal sealed unsafe class StepOutput : IReady
{
    private const int BufferSize = 64 * 1024;

    // One talkative step must not hold up the others: that many buffers a turn (level triggered, it comes up again).
    private const int BuffersPerTurn = 4;

    // Of the loop's thread, which is the only one that reads.
    [ThreadStatic]
    private static byte[]? s_buffer;

    private readonly StepSpec _spec;
    private readonly EventLoop _loop;
    private readonly int _out;
    private readonly int _err;
    private LogWriter? _log;

    /// <summary>Makes the pipes; nobody waits for them yet.</summary>
    public StepOutput(StepSpec spec, EventLoop loop)
    {
        _spec = spec;
        _loop = loop;
        var fds = stackalloc int[4];
        if (Libc.pipe2(fds, Libc.OCloexec) != 0 || Libc.pipe2(fds + 2, Libc.OCloexec) != 0)
            throw new IOException("pipe2: " + Libc.Error(Libc.Errno));
        (_out, OutWrite, _err, ErrWrite) = (fds[0], fds[1], fds[2], fds[3]);
        SetNonBlocking(_out);
        SetNonBlocking(_err);
    }

    /// <summary>Write end of standard output.</summary>
    public int OutWrite { get; }

    /// <summary>Write end of standard error.</summary>
    public int ErrWrite { get; }

    /// <summary>Begins to read. From any thread.</summary>
    public void Watch()
    {
        _loop.Watch(_out, this);
        _loop.Watch(_err, this);
    }

    public void OnReady(int fd) => Drain(fd, BuffersPerTurn);

    /// <summary>Reads what is there yet, and closes. On the loop's thread.</summary>
    public void Close()
    {
        Drain(_out, int.MaxValue);
        Drain(_err, int.MaxValue);
        Abandon();
        try
        {
            _log?.Dispose();
        }
        catch (IOException e)
        {
            SupervisorLog.Write($"log of {_spec.Id}: {e.Message}");
        }
    }

    /// <summary>Closes the pipes of a process that never was.</summary>
    public void Abandon()
    {
        _loop.Forget(_out);
        _loop.Forget(_err);
        foreach (var fd in (ReadOnlySpan<int>)[_out, OutWrite, _err, ErrWrite])
            _ = Libc.close(fd);
    }

    private void Drain(int fd, int turns)
    {
        var buffer = s_buffer ??= GC.AllocateArray<byte>(BufferSize, pinned: true);
        while (turns > 0)
        {
            nint count;
            fixed (byte* start = buffer)
                count = Libc.read(fd, start, BufferSize);
            if (count < 0 && Libc.Errno == Libc.EIntr)
                continue;
            if (count <= 0)
                return;
            Write(fd == _err, buffer.AsSpan(0, (int)count));
            turns--;
        }
    }

    private void Write(bool isError, ReadOnlySpan<byte> data)
    {
        try
        {
            (_log ??= new LogWriter(_spec)).Append(isError, data);
        }
        catch (IOException e)
        {
            // A full disk loses log lines, never the step.
            SupervisorLog.Write($"log of {_spec.Id}: {e.Message}");
        }
    }

    private static void SetNonBlocking(int fd) => _ = Libc.fcntl(fd, 4 /* F_SETFL */, Libc.ONonblock);
}
