namespace Krewe.Model;

/// <summary>Semaphores of a run.</summary>
public sealed record SemaphoreStatus
{
    public IReadOnlyList<SemaphoreHolding>? Holding { get; init; }
    public IReadOnlyList<SemaphoreHolding>? Waiting { get; init; }
}
