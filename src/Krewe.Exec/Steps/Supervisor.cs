using Krewe.Exec.Native;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>Starts, watches and ends steps.</summary>
/// <remarks>
/// All but starting processes happens on the loop's thread, which is the main one: what is not said to be called from
/// elsewhere is called there. Spawners are threads of their own, because a process belongs to the thread that started it (the
/// main thread's children are orphans) and because a view may hang on a file system that does not answer. A step's mutable
/// fields are guarded by its gate.
/// </remarks>
internal sealed class Supervisor : SpawnerCallbacks
{
    private readonly Dictionary<string, Step> _steps = new(StringComparer.Ordinal);
    private readonly Queue<Step> _untold = new();
    private readonly SpawnQueue _queue = new();
    private readonly StepJournals _journals = new();
    private readonly Orphans _orphans = new();
    private readonly LanePool? _lanes;
    private readonly Action<ExecEvent> _publish;
    private readonly Turns _turns;
    private int _running;

    public Supervisor(EventLoop loop, bool privateViews, LanePool? lanes, Action<ExecEvent> publish)
    {
        Loop = loop;
        _lanes = lanes;
        _publish = publish;
        _turns = new Turns(Begin);
        NullDevice = Libc.open("/dev/null", Libc.ORdonly | Libc.OCloexec, 0);
        for (var i = 0; i < Math.Max(2, Environment.ProcessorCount); i++)
            _ = new Spawner(_queue, this, privateViews, lanes);
    }

    public override int NullDevice { get; }

    public override EventLoop Loop { get; }

    /// <summary>Whether any step is starting or running.</summary>
    public bool IsBusy => _running > 0;

    /// <summary>Whether there are steps whose start may have to be told soon.</summary>
    public bool HasUntold => _untold.Count > 0;

    /// <summary>Whether steps wait for their turn, enough to be busy for a while without news from an engine.</summary>
    public bool HasPlenty => _turns.HasPlenty;

    /// <summary>Steps that nobody has forgotten yet.</summary>
    public IEnumerable<string> Known => _steps.Keys;

    /// <summary>Starts the step, or says again what is known of it.</summary>
    /// <param name="spec">The step.</param>
    /// <param name="attach">Do not start it: one that never ran is answered as cancelled.</param>
    public void Start(StepSpec spec, bool attach)
    {
        if (_steps.TryGetValue(spec.Id, out var known))
        {
            Tell(known);
            return;
        }
        var journal = _journals.Open(spec.Journal);
        var step = new Step(spec, journal);
        if (journal.Knows(spec.Id, out var exit))
        {
            Add(step);
            Finish(step, exit ?? new StepExit { ExitCode = -1, Lost = true, FinishedAt = Clock.Now }, write: exit is null);
        }
        else if (attach)
            _publish(new ExecEvent { Op = ExecEvent.Exited, Id = spec.Id, Exit = Unstarted(StepExit.Cancelled) });
        else
        {
            Add(step);
            if (spec.InTurn)
                _turns.Add(step);
            else
                Begin(step);
        }
    }

    /// <summary>Says how many steps that wait for their turn may run at once.</summary>
    public void SetPlaces(int count) => _turns.SetPlaces(count);

    /// <summary>SIGTERM to the process group of the step, or of all steps of an attempt, then SIGKILL after the grace.</summary>
    public void Cancel(string id, int graceMilliseconds)
    {
        foreach (var step in Named(id))
            Cancel(step, graceMilliseconds, StepExit.Cancelled);
    }

    /// <summary>Kills a step, or all of an attempt or a run, at once, and says when all are gone; they may be gone or unknown already.</summary>
    public void End(string id)
    {
        var running = new List<Step>();
        foreach (var step in Named(id))
        {
            Cancel(step, 0, StepExit.Cancelled);
            if (step.Exit is null)
                running.Add(step);
        }
        var left = running.Count;
        if (left == 0)
            TellEnded();
        foreach (var step in running)
        {
            step.WhenEnded.Add(() =>
            {
                if (--left == 0)
                    TellEnded();
            });
        }

        void TellEnded() => _publish(new ExecEvent { Op = ExecEvent.Exited, Id = id, Exit = new StepExit { ExitCode = -1, Lost = true } });
    }

    /// <summary>The ends of a step, or of all of an attempt or a run, have been taken.</summary>
    /// <param name="id">What to forget.</param>
    /// <param name="journal">The journal that will be deleted with them, or null.</param>
    public void Forget(string id, string? journal)
    {
        foreach (var step in Named(id))
        {
            if (step.Exit is null || !_steps.Remove(step.Id))
                continue;
            step.Journal.Live--;
        }
        if (journal is not null)
            _journals.Close(journal);
    }

    /// <summary>Tells of starts that are old enough: a step that ends at once is told of once.</summary>
    public void TellStarts(long before)
    {
        for (var left = _untold.Count; left > 0; left--)
        {
            var step = _untold.Dequeue();
            if (step.Exit is not null || step.IsStartTold)
                continue;
            long startedAt;
            lock (step.Gate)
                startedAt = step.StartedAt;
            if (startedAt > 0 && startedAt <= before)
                Tell(step);
            else
                _untold.Enqueue(step);
        }
    }

    /// <summary>Lets go of what has ended without being a step.</summary>
    public void Reap() => _orphans.Reap();

    /// <summary>From a spawner's thread.</summary>
    public override void Started(Step step, int pid, long startedAt, StepOutput output)
    {
        bool watch;
        lock (step.Gate)
        {
            step.Pid = pid;
            step.StartedAt = startedAt;
            step.Output = output;
            watch = step.Spec.Deadline > 0 || step.KilledFor is not null;
        }
        output.Watch();
        // Not here: a timer may start a thread, and that would share the file system state of this one.
        if (watch || step.Spec.TellStart)
        {
            Loop.Post(() =>
            {
                if (!step.IsStartTold && step.Exit is null)
                    Tell(step);
                Watch(step);
            });
        }
        _ = new StepProcess(step, pid, Loop, Exited);
    }

    /// <summary>From a spawner's thread.</summary>
    public override void Failed(Step step, int errno, string message) => Loop.Post(() =>
    {
        step.Cgroup?.Remove();
        LetGoOfLane(step, isLast: true);
        Finish(step, new StepExit { ExitCode = -1, StartError = message, StartErrno = errno, KilledFor = step.KilledFor, FinishedAt = Clock.Now }, write: true);
    });

    private void Begin(Step step)
    {
        try
        {
            step.Journal.WriteStart(step.Id);
        }
        catch (IOException e)
        {
            SupervisorLog.Write($"start of {step.Id}: {e.Message}");
            Finish(step, new StepExit { ExitCode = -1, StartError = e.Message, FinishedAt = Clock.Now }, write: false);
            return;
        }
        _untold.Enqueue(step);
        _queue.Add(step);
    }

    private void Add(Step step)
    {
        _steps.Add(step.Id, step);
        step.Journal.Live++;
        _running++;
    }

    // A step by its id; else all whose ids go on behind it.
    private List<Step> Named(string id)
    {
        if (_steps.TryGetValue(id, out var step))
            return [step];
        return [.. _steps.Values.Where(s => s.Id.Length > id.Length && s.Id[id.Length] == '/' && s.Id.StartsWith(id, StringComparison.Ordinal))];
    }

    private void Cancel(Step step, int graceMilliseconds, string reason)
    {
        if (step.IsWaiting)
        {
            // It never ran, and the journal does not know it.
            Finish(step, Unstarted(reason), write: false);
            return;
        }
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

    private void Watch(Step step)
    {
        bool cancelled;
        lock (step.Gate)
        {
            cancelled = step.KilledFor is not null;
            if (step.Spec.Deadline > 0 && step.Exit is null && step.Timer is null)
            {
                var due = Math.Clamp(step.Spec.Deadline - (Clock.Now / 1000), 1, int.MaxValue);
                step.Timer = new Timer(_ => Cancel(step, step.Spec.GraceMilliseconds, StepExit.Deadline), null, due, Timeout.Infinite);
            }
        }
        // Asked for while the process was being made.
        if (cancelled)
            Cancel(step, step.KillGraceMilliseconds, StepExit.Cancelled);
    }

    private static StepExit Unstarted(string reason) => new() { ExitCode = 128 + Libc.SigTerm, Signal = Libc.SigTerm, KilledFor = reason };

    private static void KillNow(Step step)
    {
        lock (step.Gate)
        {
            if (step.Pid != 0)
                _ = Libc.kill(-step.Pid, Libc.SigKill);
        }
    }

    private void Exited(Step step, int status)
    {
        var at = Clock.Now;
        var isLast = _orphans.Kill(step.Id);
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
        step.Output?.Close();
        LetGoOfLane(step, isLast);
        Finish(step, exit, write: true);
    }

    /// <summary>Keeps the lane for the next step, if this one left no trace.</summary>
    private void LetGoOfLane(Step step, bool isLast)
    {
        if (step.Lane is not { } lane)
            return;
        step.Lane = null;
        var clean = lane.IsClean;
        if (clean && isLast)
        {
            _lanes!.Return(lane);
            return;
        }
        try
        {
            if (!clean)
                lane.MoveTo(step.Spec.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SupervisorLog.Write($"folders of {step.Id}: {e.Message}");
        }
        lane.Dispose();
    }

    private void Finish(Step step, StepExit exit, bool write)
    {
        try
        {
            if (write)
                step.Journal.WriteExit(step.Id, exit);
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
        _running--;
        Tell(step);
        step.WhenEnded.ForEach(call => call());
        _turns.Leave(step);
    }

    private void Tell(Step step)
    {
        ExecEvent? known;
        lock (step.Gate)
        {
            known = step switch
            {
                { Exit: { } exit } => new ExecEvent { Op = ExecEvent.Exited, Id = step.Id, Exit = exit, At = exit.StartedAt },
                { StartedAt: > 0 } => new ExecEvent { Op = ExecEvent.Started, Id = step.Id, At = step.StartedAt, Shared = step.Lane?.Shared },
                _ => null,
            };
        }
        if (known is null)
            return;
        step.IsStartTold = true;
        _publish(known);
    }
}
