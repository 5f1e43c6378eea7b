using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>A step the supervisor knows. Fields that change are guarded by the object's own lock.</summary>
internal sealed class Step(StepSpec spec)
{
    public StepSpec Spec { get; } = spec;

    public string Id => Spec.Id;

    public Lock Gate { get; } = new();

    /// <summary>Process id while it runs, else 0: a signal never goes to a reused id.</summary>
    public int Pid { get; set; }

    public long StartedAt { get; set; }

    public StepExit? Exit { get; set; }

    /// <summary>Why the supervisor is ending it, if it is.</summary>
    public string? KilledFor { get; set; }

    /// <summary>Time between SIGTERM and SIGKILL that went with <see cref="KilledFor"/>.</summary>
    public int KillGraceMilliseconds { get; set; }

    /// <summary>Holds its limits, if it has any.</summary>
    public StepCgroup? Cgroup { get; set; }

    public int OutPipe { get; set; } = -1;

    public int ErrPipe { get; set; } = -1;

    public LogWriter? Log { get; set; }

    /// <summary>Fires at the deadline, and later at the end of the grace.</summary>
    public Timer? Timer { get; set; }
}
