namespace Krewe.Model;

/// <summary>Mutexes of a run.</summary>
public sealed record MutexStatus
{
    public IReadOnlyList<MutexHolding>? Holding { get; init; }
    public IReadOnlyList<MutexHolding>? Waiting { get; init; }
}
