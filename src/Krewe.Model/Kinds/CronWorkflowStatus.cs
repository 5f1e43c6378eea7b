using System.Text.Json;

namespace Krewe.Model;

/// <summary>Argo <c>CronWorkflowStatus</c>.</summary>
public sealed record CronWorkflowStatus
{
    public IReadOnlyList<JsonElement>? Active { get; init; }
    public DateTimeOffset? LastScheduledTime { get; init; }
    public IReadOnlyList<Condition>? Conditions { get; init; }
    public long? Succeeded { get; init; }
    public long? Failed { get; init; }
    /// <summary><c>Active</c> or <c>Stopped</c>.</summary>
    public string? Phase { get; init; }
}
