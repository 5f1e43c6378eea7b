using System.Collections.Concurrent;
using Krewe.Exec.Native;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>Starts, watches and ends steps.</summary>
/// <remarks>
/// Threads: spawners start processes; the reaper waits for exits of any child; the pump reads output and writes the end of a
/// step; one thread a connection. A step's mutable fields are guarded by its gate; the table of processes by <c>_pids</c>.
/// </remarks>
internal sealed class Supervisor : SpawnerCallbacks
{
    private readonly ConcurrentDictionary<string, Step> _steps = new(StringComparer.Ordinal);
    private readonly BlockingCollection<Step> _queue = [];
    private readonly Pump _pump = new();
    private readonly Dictionary<int, Step> _pids = [];
    private readonly Dictionary<int, int> _early = [];
    private readonly Action<ExecEvent> _publish;
    private int _spawning;
    private int _running;

    public Supervisor(bool privateViews, Action<ExecEvent> publish)
    {
        _publish = publish;
        NullDevice = Libc.open("/dev/null", Libc.ORdonly | Libc.OCloexec, 0);
        for (var i = 0; i < Math.Max(2, Environment.ProcessorCount); i++)
            _ = new Spawner(_queue, this, privateViews);
        new Thread(Reap) { IsBackground = true, Name = "reap" }.Start();
    }

    public override int NullDevice { get; }

    /// <summary>Whether any step is starting or running.</summary>
    public bool IsBusy => Volatile.Read(ref _running) > 0;

    /// <summary>Starts the step, or says again what is known of it.</summary>
    public void Start(StepSpec spec)
    {
        var step = new Step(spec);
        if (_steps.GetOrAdd(spec.Id, step) is var known && !ReferenceEquals(known, step))
        {
            Tell(known);
            return;
        }
        Interlocked.Increment(ref _running);
        if (ExitRecord.ReadExit(spec) is { } exit)
            Finish(step, exit, write: false);
        else if (ExitRecord.HasStart(spec))
            Finish(step, new StepExit { ExitCode = -1, Lost = true, FinishedAt = Clock.Now }, write: true);
        else
        {
            ExitRecord.WriteStart(step);
            _queue.Add(step);
        }
    }

    /// <summary>SIGTERM to the step's process group, then SIGKILL after the grace.</summary>
    public void Cancel(string id, int graceMilliseconds, string reason = StepExit.Cancelled)
    {
        if (!_steps.TryGetValue(id, out var step))
            return;
        lock (step.Gate)
        {
            if (step.Exit is not null)
                return;
            step.KilledFor ??= reason;
            step.KillGraceMilliseconds = graceMilliseconds;
            if (step.Pid == 0)
                return;
            _ = Libc.kill(-step.Pid, graceMilliseconds > 0 ? Libc.SigTerm : Libc.SigKill);
            step.Timer?.Dispose();
            step.Timer = new Timer(_ => KillNow(step), null, Math.Max(1, graceMilliseconds), Timeout.Infinite);
        }
    }

    /// <summary>Kills a step at once and says when it is gone; it may be gone or unknown already.</summary>
    public void End(string id)
    {
        if (!_steps.TryGetValue(id, out var step))
        {
            _publish(new ExecEvent { Op = ExecEvent.Exited, Id = id, Exit = new StepExit { ExitCode = -1, Lost = true } });
            return;
        }
        Cancel(id, 0);
        bool ended;
        lock (step.Gate)
            ended = step.Exit is not null;
        // Otherwise its end will be told when it comes.
        if (ended)
            Tell(step);
    }

    public void Forget(string id)
    {
        if (_steps.TryGetValue(id, out var step) && step.Exit is not null)
            _steps.TryRemove(id, out _);
    }

    public override void BeginSpawn()
    {
        lock (_pids)
            _spawning++;
    }

    public override void EndSpawn(Step? step, int pid, long startedAt, int outPipe, int errPipe)
    {
        var ended = false;
        var status = 0;
        if (step is not null)
        {
            step.OutPipe = outPipe;
            step.ErrPipe = errPipe;
            lock (step.Gate)
            {
                step.Pid = pid;
                step.StartedAt = startedAt;
            }
            _pump.Post(() => _pump.Open(step));
        }
        lock (_pids)
        {
            _spawning--;
            if (step is not null && !(ended = _early.Remove(pid, out status)))
                _pids[pid] = step;
            Monitor.Pulse(_pids);
            if (_spawning == 0)
                _early.Clear();
        }
        if (step is null)
            return;
        _publish(new ExecEvent { Op = ExecEvent.Started, Id = step.Id, At = startedAt });
        if (ended)
            Exited(step, status);
        else if (step.Spec.Deadline > 0 || step.KilledFor is not null)
        {
            // Not here: a timer may start a thread, and that would share the file system state of this one.
            _pump.Post(() => Watch(step));
        }
    }

    public override void Failed(Step step, int errno, string message)
    {
        step.Cgroup?.Remove();
        Finish(step, new StepExit { ExitCode = -1, StartError = message, StartErrno = errno, KilledFor = step.KilledFor, FinishedAt = Clock.Now }, write: true);
    }

    private void Watch(Step step)
    {
        bool cancelled;
        lock (step.Gate)
        {
            cancelled = step.KilledFor is not null;
            if (step.Spec.Deadline > 0 && step.Exit is null && step.Timer is null)
            {
                var due = Math.Clamp(step.Spec.Deadline - (Clock.Now / 1000), 1, int.MaxValue);
                step.Timer = new Timer(_ => Cancel(step.Id, step.Spec.GraceMilliseconds, StepExit.Deadline), null, due, Timeout.Infinite);
            }
        }
        // Asked for while the process was being made.
        if (cancelled)
            Cancel(step.Id, step.KillGraceMilliseconds);
    }

    private static void KillNow(Step step)
    {
        lock (step.Gate)
        {
            if (step.Pid != 0)
                _ = Libc.kill(-step.Pid, Libc.SigKill);
        }
    }

    private unsafe void Reap()
    {
        while (true)
        {
            int status;
            var pid = Libc.waitpid(-1, &status, 0);
            if (pid < 0)
            {
                if (Libc.Errno == Libc.EChild)
                    WaitForChildren();
                continue;
            }
            Step? step;
            lock (_pids)
            {
                if (!_pids.Remove(pid, out step) && _spawning > 0)
                    _early[pid] = status;
            }
            if (step is not null)
                Exited(step, status);
        }
    }

    private void WaitForChildren()
    {
        lock (_pids)
        {
            while (_pids.Count == 0)
                Monitor.Wait(_pids);
        }
    }

    private void Exited(Step step, int status)
    {
        int pid;
        var at = Clock.Now;
        lock (step.Gate)
        {
            pid = step.Pid;
            step.Pid = 0;
        }
        // As when a container's first process ends: nothing of the step lives on.
        if (pid > 0)
            _ = Libc.kill(-pid, Libc.SigKill);
        Orphans.Kill(step.Id);
        var signal = status & 0x7f;
        var exit = new StepExit
        {
            ExitCode = signal == 0 ? (status >> 8) & 0xff : 128 + signal,
            Signal = signal,
            KilledFor = step.KilledFor,
            // A shell passes on as its own exit code that its child was killed.
            OutOfMemory = (signal == Libc.SigKill || status >> 8 == 128 + Libc.SigKill) && step.KilledFor is null && step.Cgroup?.WasKilled() == true,
            StartedAt = step.StartedAt,
            FinishedAt = at,
        };
        step.Cgroup?.Remove();
        _pump.Post(() =>
        {
            _pump.Close(step);
            Finish(step, exit, write: true);
        });
    }

    private void Finish(Step step, StepExit exit, bool write)
    {
        try
        {
            if (write)
                ExitRecord.WriteExit(step, exit);
        }
        catch (IOException e)
        {
            SupervisorLog.Write($"exit of {step.Id}: {e.Message}");
        }
        lock (step.Gate)
        {
            step.Exit = exit;
            step.Timer?.Dispose();
            step.Timer = null;
        }
        Interlocked.Decrement(ref _running);
        Tell(step);
    }

    private void Tell(Step step)
    {
        ExecEvent? known;
        lock (step.Gate)
        {
            known = step switch
            {
                { Exit: { } exit } => new ExecEvent { Op = ExecEvent.Exited, Id = step.Id, Exit = exit, At = exit.StartedAt },
                { StartedAt: > 0 } => new ExecEvent { Op = ExecEvent.Started, Id = step.Id, At = step.StartedAt },
                _ => null,
            };
        }
        if (known is not null)
            _publish(known);
    }
}
