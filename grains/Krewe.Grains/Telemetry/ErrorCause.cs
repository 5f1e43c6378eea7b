namespace Krewe.Grains;

/// <summary>Values of the label <c>cause</c> of Argo's <c>error_count</c>.</summary>
public static class ErrorCause
{
    /// <summary>A bug: a decision about a run threw.</summary>
    public const string OperationPanic = "OperationPanic";

    /// <summary>A cron workflow was due and no run came of it.</summary>
    public const string CronSubmission = "CronWorkflowSubmissionError";

    /// <summary>A cron workflow was due and its own definition is wrong.</summary>
    public const string CronSpec = "CronWorkflowSpecError";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OperationPanic, CronSubmission, CronSpec];
}
