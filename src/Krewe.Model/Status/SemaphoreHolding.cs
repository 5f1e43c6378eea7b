namespace Krewe.Model;

/// <summary>Holders of one semaphore.</summary>
public sealed record SemaphoreHolding
{
    public string? Semaphore { get; init; }
    public IReadOnlyList<string>? Holders { get; init; }
}
