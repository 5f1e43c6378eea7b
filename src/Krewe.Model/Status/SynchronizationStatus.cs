namespace Krewe.Model;

/// <summary>Locks held and waited for by a run.</summary>
public sealed record SynchronizationStatus
{
    public SemaphoreStatus? Semaphore { get; init; }
    public MutexStatus? Mutex { get; init; }
}
