using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>Who holds and who waits for locks. Pure; the order is Argo's: priority, then age of the workflow.</summary>
/// <remarks>A holder takes all its locks or none. Only the first in line for a lock may take it, so a holder of many locks is not starved.</remarks>
public sealed class LockTable
{
    private readonly Dictionary<string, LockClaim> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private List<LockClaim> _queue = [];

    /// <summary>Present holders.</summary>
    public IReadOnlyCollection<LockClaim> Holders => _holders.Values;

    /// <summary>Those that wait, first in line first.</summary>
    public IReadOnlyList<LockClaim> Waiting => _queue;

    /// <summary>Takes a holder back into the table as it was stored.</summary>
    public void RestoreHolder(LockClaim claim) => Hold(claim);

    /// <summary>Whether the holder has its locks.</summary>
    public bool IsHeldBy(string holderKey) => _holders.ContainsKey(holderKey);

    /// <summary>Whether a claim is in the table, as holder or in line.</summary>
    public bool Has(LockClaim claim) => ReferenceEquals(_holders.GetValueOrDefault(claim.HolderKey), claim) || _queue.Exists(other => ReferenceEquals(other, claim));

    /// <summary>Puts a claim in line (once).</summary>
    public void Enqueue(LockClaim claim)
    {
        if (_holders.ContainsKey(claim.HolderKey) || !_waiting.Add(claim.HolderKey))
        {
            return;
        }

        var place = _queue.FindIndex(other => Precedes(claim, other));
        _queue.Insert(place < 0 ? _queue.Count : place, claim);
    }

    /// <summary>Takes a holder out of the table or the line.</summary>
    /// <returns>True when it held locks.</returns>
    public bool Remove(string holderKey)
    {
        if (_waiting.Remove(holderKey))
        {
            _queue.RemoveAll(claim => claim.HolderKey == holderKey);
        }

        if (!_holders.Remove(holderKey, out var held))
        {
            return false;
        }

        foreach (var name in Names(held))
        {
            if (--_held[name] == 0)
            {
                _held.Remove(name);
            }
        }

        return true;
    }

    /// <summary>Lets everyone in who can have all its locks now; returns those let in.</summary>
    /// <param name="limitOf">Limit of a lock: 1 for a mutex; null when it is not known, which keeps the claim waiting.</param>
    public IReadOnlyList<LockClaim> Grant(Func<LockRequest, int?> limitOf)
    {
        var granted = new List<LockClaim>();
        var left = new List<LockClaim>();
        var passedBy = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in _queue)
        {
            if (claim.Locks.All(item => !passedBy.Contains(item.Name) && HoldersOf(item.Name) < limitOf(item)))
            {
                _waiting.Remove(claim.HolderKey);
                Hold(claim);
                granted.Add(claim);
            }
            else
            {
                // Whoever waits for a lock keeps those behind from overtaking it.
                passedBy.UnionWith(claim.Locks.Select(item => item.Name));
                left.Add(claim);
            }
        }

        _queue = left;
        return granted;
    }

    /// <summary>The first lock that keeps a waiting claim from going on.</summary>
    public LockRequest? BlockerOf(string holderKey, Func<LockRequest, int?> limitOf)
    {
        var claim = _queue.Find(item => item.HolderKey == holderKey);
        return claim?.Locks.FirstOrDefault(item => HoldersOf(item.Name) >= limitOf(item)) ?? (claim is { Locks: [var first, ..] } ? first : null);
    }

    /// <summary>How many hold a lock.</summary>
    public int HoldersOf(string lockName) => _held.GetValueOrDefault(lockName);

    private void Hold(LockClaim claim)
    {
        if (_holders.TryAdd(claim.HolderKey, claim))
        {
            foreach (var name in Names(claim))
            {
                _held[name] = HoldersOf(name) + 1;
            }
        }
    }

    // The same lock asked for twice is held once.
    private static IEnumerable<string> Names(LockClaim claim) => claim.Locks.Select(item => item.Name).Distinct(StringComparer.Ordinal);

    private static bool Precedes(LockClaim left, LockClaim right) =>
        left.Priority != right.Priority ? left.Priority > right.Priority : left.CreatedAt < right.CreatedAt;
}
