namespace Krewe.Client.Wire;

/// <summary>Argo <c>LogEntry</c> with what Krewe knows besides.</summary>
public sealed record LogBody
{
    public string Content { get; init; } = "";
    public string PodName { get; init; } = "";
    public string? NodeId { get; init; }
    public DateTimeOffset? Time { get; init; }
    public string? Container { get; init; }
    public string? Stream { get; init; }
}
