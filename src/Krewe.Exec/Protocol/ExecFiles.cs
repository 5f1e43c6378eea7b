namespace Krewe.Exec.Protocol;

/// <summary>Names of the files that supervisor and engine share.</summary>
public static class ExecFiles
{
    /// <summary>Socket, in the supervisor's folder.</summary>
    public const string Socket = "exec.sock";

    /// <summary>Locked by the one supervisor of the folder.</summary>
    public const string Lock = "exec.lock";

    /// <summary>What the supervisor says about itself.</summary>
    public const string SupervisorLog = "exec.log";

    /// <summary>Starts and ends of a run's steps, in the run's folder.</summary>
    public const string Journal = "steps.jsonl";

    /// <summary>Folders that steps use one after the other, in the supervisor's folder.</summary>
    public const string Lanes = "lanes";

    /// <summary>In the supervisor's folder: where a step in a lane sees its own <see cref="StepShared"/>.</summary>
    public const string Shared = "step";

    /// <summary>A step's own <c>/tmp</c>, in its folder or lane.</summary>
    public const string StepTmp = "tmp";

    /// <summary>What step and engine share, in the step's folder or lane.</summary>
    public const string StepShared = "pub";

    /// <summary>Folder that a step starts in, in <see cref="StepShared"/>.</summary>
    public const string StepWork = "work";

    /// <summary>Output of a step, a line each: time, stream, F (full) or P (partial), text.</summary>
    public const string Log = "log";

    /// <summary>The end of a step's standard output, as written.</summary>
    public const string Result = "result";

    /// <summary>Environment variable by which stray descendants of a step are known.</summary>
    public const string StepVariable = "KREWE_STEP";
}
