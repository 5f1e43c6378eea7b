namespace Krewe.Exec.Protocol;

/// <summary>One process to run. Held in memory only: it may carry secrets.</summary>
public sealed record StepSpec
{
    /// <summary>Name of the step, unique in the data folder.</summary>
    public required string Id { get; set; }

    /// <summary>The step's own folder, for its log, its result and what it leaves; made when there is something to put into it.</summary>
    public required string Folder { get; set; }

    /// <summary>File to which the step's start and end are added; one for all steps of a run.</summary>
    public required string Journal { get; set; }

    /// <summary>Program and arguments; the program is looked up in the PATH of <see cref="Env"/> inside the step's view.</summary>
    public required IReadOnlyList<string> Argv { get; set; }

    /// <summary>The whole environment, as <c>NAME=value</c>.</summary>
    public required IReadOnlyList<string> Env { get; set; }

    /// <summary>Folder to start in, as seen in the step's view.</summary>
    public string WorkingDirectory { get; set; } = "/";

    /// <summary>Private view; empty: the step sees the host as it is.</summary>
    public IReadOnlyList<MountSpec> Mounts { get; set; } = [];

    /// <summary>
    /// Whether the supervisor gives the step a view in place of <see cref="Mounts"/>: an empty <c>/tmp</c>, and the folder
    /// <see cref="ExecFiles.Shared"/>. What the step leaves there is moved to its own folder.
    /// </summary>
    public bool Lane { get; set; }

    /// <summary>Whether the step begins, in the order of requests, only once one of the <see cref="ExecRequest.Places"/> is free.</summary>
    public bool InTurn { get; set; }

    /// <summary>Whether the start is told at once; else only if the step has not ended some milliseconds later.</summary>
    public bool TellStart { get; set; }

    /// <summary>Values to replace by <c>***</c> in the log.</summary>
    public IReadOnlyList<string> Masks { get; set; } = [];

    /// <summary>When the step must be over, in Unix milliseconds; 0: no limit.</summary>
    public long Deadline { get; set; }

    /// <summary>Time between SIGTERM and SIGKILL when the deadline passes.</summary>
    public int GraceMilliseconds { get; set; }

    /// <summary>How many bytes of the end of stdout to keep in the file <c>result</c>; 0: none.</summary>
    public int KeepResult { get; set; }

    /// <summary>Memory that the step may use; 0: no limit.</summary>
    public long MemoryBytes { get; set; }

    /// <summary>Thousandths of a processor that the step may use; 0: no limit.</summary>
    public int MilliCpu { get; set; }
}
