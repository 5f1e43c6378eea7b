namespace Krewe.Model;

/// <summary>A condition of a run: <c>Completed</c>, <c>PodRunning</c>, <c>SpecWarning</c>, <c>SpecError</c>, <c>MetricsError</c>, <c>ArtifactGCError</c>.</summary>
public sealed record Condition
{
    public string? Type { get; init; }
    public string? Status { get; init; }
    public string? Message { get; init; }
}
