namespace Krewe.Engine.Cron;

/// <summary>What is to be done about a slot.</summary>
public enum CronVerdict
{
    /// <summary>Start a run.</summary>
    Start,

    /// <summary>Terminate the active runs, then start one.</summary>
    Replace,

    /// <summary>Start none: the definition says so.</summary>
    Skip,

    /// <summary>The definition cannot be followed.</summary>
    SpecError,

    /// <summary>Whether to start cannot be told; counts as a failure.</summary>
    SubmissionError,
}
