namespace Krewe.Exec.Protocol;

/// <summary>A line from the engine to the supervisor.</summary>
public sealed record ExecRequest
{
    /// <summary>One of the constants below.</summary>
    public required string Op { get; set; }

    /// <summary>The step meant, unless <see cref="Spec"/> says it; for all but <see cref="Start"/> also the part of an id before a slash: all such steps.</summary>
    public string? Id { get; set; }

    /// <summary>For <see cref="Start"/>.</summary>
    public StepSpec? Spec { get; set; }

    /// <summary>For <see cref="Cancel"/>: time between SIGTERM and SIGKILL.</summary>
    public int GraceMilliseconds { get; set; }

    /// <summary>For <see cref="Forget"/>: a journal that will be deleted, if any.</summary>
    public string? Journal { get; set; }

    /// <summary>For <see cref="Places"/>.</summary>
    public int Count { get; set; }

    /// <summary>Runs the step, or attaches to it, or answers how it ended.</summary>
    public const string Start = "start";

    /// <summary>As <see cref="Start"/>, but a step that never ran is not run: it is answered as cancelled.</summary>
    public const string Attach = "attach";

    /// <summary>Ends the step.</summary>
    public const string Cancel = "cancel";

    /// <summary>Kills the step, whoever started it, and answers once it is gone; the answer is always that it was lost.</summary>
    public const string End = "end";

    /// <summary>The step's end has been taken: the supervisor may forget it.</summary>
    public const string Forget = "forget";

    /// <summary>Says how many steps with <see cref="StepSpec.InTurn"/> may run at once.</summary>
    public const string Places = "places";

    /// <summary>Ends the supervisor and, with it, all steps.</summary>
    public const string Shutdown = "shutdown";
}
