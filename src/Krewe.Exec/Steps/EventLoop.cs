using System.Collections.Concurrent;
using Krewe.Exec.Native;

namespace Krewe.Exec.Steps;

/// <summary>The one thread that does all but starting processes: requests, output of steps, their ends, answers.</summary>
/// <remarks>
/// One thread, because what is handed from thread to thread costs a step more than the work itself; and because the end of a
/// step is then always handled after the output that came before it.
/// </remarks>
internal sealed unsafe class EventLoop
{
    private readonly Epoll _epoll = new();
    private readonly ConcurrentDictionary<int, IReady> _watched = new();
    private readonly ConcurrentQueue<Action> _calls = new();
    private readonly int _wake;

    public EventLoop()
    {
        _wake = Libc.eventfd(0, Libc.OCloexec | Libc.ONonblock);
        _epoll.Add(_wake);
    }

    /// <summary>Waits for a descriptor from now on. From any thread.</summary>
    public void Watch(int fd, IReady handler)
    {
        _watched[fd] = handler;
        _epoll.Add(fd);
    }

    /// <summary>Says whether to wait also until the descriptor can be written. On the loop's thread.</summary>
    public void WatchOutput(int fd, bool wanted) => _epoll.Change(fd, Libc.EpollIn | (wanted ? Libc.EpollOut : 0));

    /// <summary>Waits no more; the caller closes the descriptor at once. On the loop's thread.</summary>
    public void Forget(int fd) => _watched.TryRemove(fd, out _);

    /// <summary>Runs something on the loop's thread. From any thread.</summary>
    public void Post(Action call)
    {
        _calls.Enqueue(call);
        ulong one = 1;
        _ = Libc.write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Runs on the calling thread.</summary>
    /// <param name="endTurn">Called when all that was ready has been handled; says how many milliseconds to wait at most, or null to end.</param>
    public void Run(Func<int?> endTurn)
    {
        var ready = new List<int>();
        while (endTurn() is { } wait)
        {
            _epoll.Wait(ready, wait);
            foreach (var fd in ready)
            {
                if (fd == _wake)
                {
                    ulong count;
                    _ = Libc.read(_wake, (byte*)&count, sizeof(ulong));
                }
                else if (_watched.TryGetValue(fd, out var handler))
                    handler.OnReady(fd);
            }
            while (_calls.TryDequeue(out var call))
                call();
        }
    }
}
