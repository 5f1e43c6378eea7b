using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Locks as the status shows them.</summary>
internal static class LockStatus
{
    public static SynchronizationStatus? Of(RunState state)
    {
        var all = state.Locks.Values.Where(locks => !locks.HolderKey.StartsWith(AcquireLocks.SlotPrefix, StringComparison.Ordinal)).SelectMany(held => held.Locks.Select(l => (Lock: l, held.HolderKey, Held: held.State == "held"))).ToList();
        if (all.Count == 0)
        {
            return null;
        }

        return new SynchronizationStatus
        {
            Semaphore = all.Exists(l => !l.Lock.IsMutex) ? new SemaphoreStatus { Holding = Semaphores(all, held: true), Waiting = Semaphores(all, held: false) } : null,
            Mutex = all.Exists(l => l.Lock.IsMutex) ? new MutexStatus { Holding = Mutexes(all, held: true), Waiting = Mutexes(all, held: false) } : null,
        };
    }

    private static List<SemaphoreHolding>? Semaphores(List<(LockRequest Lock, string HolderKey, bool Held)> all, bool held)
    {
        var list = all
            .Where(l => !l.Lock.IsMutex && l.Held == held)
            .GroupBy(l => l.Lock.Name, StringComparer.Ordinal)
            .Select(g => new SemaphoreHolding { Semaphore = g.Key, Holders = g.Select(l => l.HolderKey).ToList() })
            .ToList();
        return list.Count == 0 ? null : list;
    }

    private static List<MutexHolding>? Mutexes(List<(LockRequest Lock, string HolderKey, bool Held)> all, bool held)
    {
        var list = all.Where(l => l.Lock.IsMutex && l.Held == held).Select(l => new MutexHolding { Mutex = l.Lock.Name, Holder = l.HolderKey }).ToList();
        return list.Count == 0 ? null : list;
    }
}
