namespace Krewe.Model;

/// <summary>When a CronWorkflow stops for good.</summary>
public sealed record StopStrategy
{
    public string? Expression { get; init; }
}
