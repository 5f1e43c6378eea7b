using Krewe.Exec.Native;

namespace Krewe.Exec.Steps;

/// <summary>Waits for the end of a step's process.</summary>
internal sealed unsafe class StepProcess : IReady
{
    private readonly Step _step;
    private readonly EventLoop _loop;
    private readonly Action<Step, int> _ended;
    private readonly int _pid;
    private readonly int _fd;

    /// <summary>Begins to wait; <paramref name="ended"/> gets the wait status on the loop's thread, while the process's id cannot be another's yet.</summary>
    public StepProcess(Step step, int pid, EventLoop loop, Action<Step, int> ended)
    {
        (_step, _pid, _loop, _ended) = (step, pid, loop, ended);
        _fd = Libc.PidfdOpen(pid);
        if (_fd < 0)
        {
            _ = Libc.kill(-pid, Libc.SigKill);
            throw new IOException("pidfd_open: " + Libc.Error(Libc.Errno));
        }
        loop.Watch(_fd, this);
    }

    public void OnReady(int fd)
    {
        // Told once too often, it would be killed below while it runs.
        var item = new PollItem { Descriptor = _fd, Wanted = Libc.EpollIn };
        if (Libc.poll(&item, 1, 0) != 1)
            return;
        // Nothing of the step lives on when its first process ends, as in a container. Before the process is waited for: until
        // then its number, which is that of its group, is its own.
        _ = Libc.kill(-_pid, Libc.SigKill);
        lock (_step.Gate)
            _step.Pid = 0;
        int status;
        if (Libc.waitpid(_pid, &status, Libc.WaitNoHang) != _pid)
            return;
        _loop.Forget(_fd);
        _ = Libc.close(_fd);
        _ended(_step, status);
    }
}
