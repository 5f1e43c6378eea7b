namespace Krewe.Model;

/// <summary>Argo <c>CronWorkflowSpec</c>.</summary>
public sealed record CronWorkflowSpec
{
    public WorkflowSpec? WorkflowSpec { get; init; }
    public ObjectMeta? WorkflowMetadata { get; init; }
    public IReadOnlyList<string>? Schedules { get; init; }
    public string? Timezone { get; init; }
    public bool? Suspend { get; init; }
    /// <summary><c>Allow</c>, <c>Forbid</c> or <c>Replace</c>.</summary>
    public string? ConcurrencyPolicy { get; init; }
    public long? StartingDeadlineSeconds { get; init; }
    public int? SuccessfulJobsHistoryLimit { get; init; }
    public int? FailedJobsHistoryLimit { get; init; }
    public string? When { get; init; }
    public StopStrategy? StopStrategy { get; init; }
}
