using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>A step the supervisor knows. Fields that change are guarded by the object's own lock.</summary>
internal sealed class Step(StepSpec spec, StepJournal journal)
{
    public StepSpec Spec { get; } = spec;

    public string Id => Spec.Id;

    /// <summary>Where its start and end are written.</summary>
    public StepJournal Journal { get; } = journal;

    public Lock Gate { get; } = new();

    /// <summary>Process id while it runs, else 0: a signal never goes to a reused id.</summary>
    public int Pid { get; set; }

    public long StartedAt { get; set; }

    /// <summary>Whether it waits for its turn. On the loop's thread.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether it has one of the places that are given in turn. On the loop's thread.</summary>
    public bool HasPlace { get; set; }

    /// <summary>Whether engines have heard that it started. On the loop's thread.</summary>
    public bool IsStartTold { get; set; }

    public StepExit? Exit { get; set; }

    /// <summary>Why the supervisor is ending it, if it is.</summary>
    public string? KilledFor { get; set; }

    /// <summary>Time between SIGTERM and SIGKILL that went with <see cref="KilledFor"/>.</summary>
    public int KillGraceMilliseconds { get; set; }

    /// <summary>Holds its limits, if it has any.</summary>
    public StepCgroup? Cgroup { get; set; }

    /// <summary>The view it shares with steps before and after it, if it has none of its own.</summary>
    public Lane? Lane { get; set; }

    public StepOutput? Output { get; set; }

    /// <summary>Fires at the deadline, and later at the end of the grace.</summary>
    public Timer? Timer { get; set; }

    /// <summary>What to do once it has ended and that was told. On the loop's thread.</summary>
    public List<Action> WhenEnded { get; } = [];
}
