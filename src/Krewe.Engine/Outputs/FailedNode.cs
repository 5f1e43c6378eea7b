namespace Krewe.Engine;

/// <summary>One element of <c>workflow.failures</c>.</summary>
internal sealed record FailedNode(string? DisplayName, string? Message, string? TemplateName, string Phase, string? PodName, DateTimeOffset? FinishedAt);
