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

    /// <summary>Written in a step's folder before its process starts.</summary>
    public const string Start = "start";

    /// <summary>Written in a step's folder once its process has ended.</summary>
    public const string Exit = "exit.json";

    /// <summary>Output of a step, a line each: time, stream, F (full) or P (partial), text.</summary>
    public const string Log = "log";

    /// <summary>The end of a step's standard output, as written.</summary>
    public const string Result = "result";

    /// <summary>Environment variable by which stray descendants of a step are known.</summary>
    public const string StepVariable = "KREWE_STEP";
}
