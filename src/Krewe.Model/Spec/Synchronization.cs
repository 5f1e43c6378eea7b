namespace Krewe.Model;

/// <summary>Locks that a workflow or template holds while it runs.</summary>
public sealed record Synchronization
{
    public IReadOnlyList<SemaphoreRef>? Semaphores { get; init; }
    public IReadOnlyList<Mutex>? Mutexes { get; init; }
}
