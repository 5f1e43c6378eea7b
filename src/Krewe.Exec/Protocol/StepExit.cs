namespace Krewe.Exec.Protocol;

/// <summary>How a step ended.</summary>
public sealed record StepExit
{
    /// <summary>Exit code; 128 + signal number when a signal ended it; -1 when it did not start or was lost.</summary>
    public int ExitCode { get; set; }

    /// <summary>Signal that ended the process, or 0.</summary>
    public int Signal { get; set; }

    /// <summary>Whether the kernel killed it for lack of memory.</summary>
    public bool OutOfMemory { get; set; }

    /// <summary>Why the supervisor ended it: <see cref="Deadline"/>, <see cref="Cancelled"/> or null.</summary>
    public string? KilledFor { get; set; }

    /// <summary>Why the process could not be started, or null.</summary>
    public string? StartError { get; set; }

    /// <summary>errno that belongs to <see cref="StartError"/>; 2 (ENOENT): the program does not exist.</summary>
    public int StartErrno { get; set; }

    /// <summary>The supervisor that ran the step died with it.</summary>
    public bool Lost { get; set; }

    /// <summary>When it started, in Unix microseconds; 0 if it did not.</summary>
    public long StartedAt { get; set; }

    /// <summary>When it ended, in Unix microseconds; 0 if unknown.</summary>
    public long FinishedAt { get; set; }

    public const string Deadline = "deadline";
    public const string Cancelled = "cancelled";
}
