using System.Collections.Concurrent;
using Krewe.Exec.Native;

namespace Krewe.Exec.Steps;

/// <summary>The one thread that reads the output of all steps.</summary>
/// <remarks>
/// It alone touches pipes and log writers, so that the end of a step (handed over by the reaper) is always handled after the
/// output that came before it.
/// </remarks>
internal sealed unsafe class Pump
{
    private const int BufferSize = 64 * 1024;

    // One talkative step must not hold up the others: that many buffers a turn (level triggered, it comes up again).
    private const int BuffersPerTurn = 4;
    private readonly Epoll _epoll = new();
    private readonly ConcurrentQueue<Action> _calls = new();
    private readonly int _wake;
    private readonly Dictionary<int, (Step Step, bool IsError)> _pipes = [];
    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferSize, pinned: true);

    public Pump()
    {
        _wake = Libc.eventfd(0, Libc.OCloexec | Libc.ONonblock);
        _epoll.Add(_wake);
        new Thread(Run) { IsBackground = true, Name = "pump" }.Start();
    }

    /// <summary>Runs something on the pump's thread.</summary>
    public void Post(Action call)
    {
        _calls.Enqueue(call);
        ulong one = 1;
        _ = Libc.write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Begins to read. On the pump's thread.</summary>
    public void Open(Step step)
    {
        step.Log = new LogWriter(step.Spec);
        _pipes[step.OutPipe] = (step, false);
        _pipes[step.ErrPipe] = (step, true);
        _epoll.Add(step.OutPipe);
        _epoll.Add(step.ErrPipe);
    }

    /// <summary>Reads what is there yet, and closes. On the pump's thread.</summary>
    public void Close(Step step)
    {
        Close(step, step.OutPipe);
        Close(step, step.ErrPipe);
        step.Log?.Dispose();
        step.Log = null;
    }

    private void Close(Step step, int fd)
    {
        // A pipe whose writers were gone before was closed then, and its number may be another step's by now.
        if (!_pipes.TryGetValue(fd, out var pipe) || pipe.Step != step)
            return;
        Drain(fd, int.MaxValue);
        ClosePipe(fd);
    }

    private void Run()
    {
        var ready = new List<int>();
        while (true)
        {
            _epoll.Wait(ready, -1);
            foreach (var fd in ready.Where(fd => fd != _wake))
                Drain(fd, BuffersPerTurn);
            if (ready.Contains(_wake))
            {
                fixed (byte* buffer = _buffer)
                    _ = Libc.read(_wake, buffer, sizeof(ulong));
            }
            while (_calls.TryDequeue(out var call))
                call();
        }
    }

    private void Drain(int fd, int turns)
    {
        if (!_pipes.TryGetValue(fd, out var pipe))
            return;
        for (; turns > 0; turns--)
        {
            nint count;
            fixed (byte* buffer = _buffer)
                count = Libc.read(fd, buffer, BufferSize);
            if (count > 0)
            {
                Write(pipe.Step, pipe.IsError, (int)count);
                continue;
            }
            if (count == 0)
                ClosePipe(fd);
            else if (Libc.Errno == Libc.EIntr)
                continue;
            return;
        }
    }

    private void Write(Step step, bool isError, int count)
    {
        try
        {
            step.Log?.Append(isError, _buffer.AsSpan(0, count));
        }
        catch (IOException e)
        {
            // A full disk loses log lines, never the step.
            SupervisorLog.Write($"log of {step.Id}: {e.Message}");
        }
    }

    private void ClosePipe(int fd)
    {
        if (_pipes.Remove(fd))
            _ = Libc.close(fd);
    }
}
