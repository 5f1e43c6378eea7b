namespace Krewe.Exec.Protocol;

/// <summary>A line from the engine to the supervisor.</summary>
public sealed record ExecRequest
{
    /// <summary>One of the constants below.</summary>
    public required string Op { get; set; }

    /// <summary>The step meant, unless <see cref="Spec"/> says it.</summary>
    public string? Id { get; set; }

    /// <summary>For <see cref="Start"/>.</summary>
    public StepSpec? Spec { get; set; }

    /// <summary>For <see cref="Cancel"/>: time between SIGTERM and SIGKILL.</summary>
    public int GraceMilliseconds { get; set; }

    /// <summary>Runs the step, or attaches to it, or answers how it ended.</summary>
    public const string Start = "start";

    /// <summary>Ends the step.</summary>
    public const string Cancel = "cancel";

    /// <summary>The step's end has been taken: the supervisor may forget it.</summary>
    public const string Forget = "forget";

    /// <summary>Ends the supervisor and, with it, all steps.</summary>
    public const string Shutdown = "shutdown";
}
