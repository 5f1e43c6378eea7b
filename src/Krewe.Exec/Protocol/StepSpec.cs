namespace Krewe.Exec.Protocol;

/// <summary>One process to run. Held in memory only: it may carry secrets.</summary>
public sealed record StepSpec
{
    /// <summary>Name of the step, unique in the data folder.</summary>
    public required string Id { get; set; }

    /// <summary>The step's own folder: log, result and records are written here.</summary>
    public required string Folder { get; set; }

    /// <summary>Program and arguments; the program is looked up in the PATH of <see cref="Env"/> inside the step's view.</summary>
    public required IReadOnlyList<string> Argv { get; set; }

    /// <summary>The whole environment, as <c>NAME=value</c>.</summary>
    public required IReadOnlyList<string> Env { get; set; }

    /// <summary>Folder to start in, as seen in the step's view.</summary>
    public string WorkingDirectory { get; set; } = "/";

    /// <summary>Private view; empty: the step sees the host as it is.</summary>
    public IReadOnlyList<MountSpec> Mounts { get; set; } = [];

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
