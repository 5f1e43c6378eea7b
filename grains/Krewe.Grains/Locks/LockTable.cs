using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>Who holds and who waits for the locks of one namespace. Pure; the order is Argo's: priority, then age of the workflow.</summary>
/// <remarks>A holder takes all its locks or none. Only the first in line for a lock may take it, so a holder of many locks is not starved.</remarks>
public sealed class LockTable
{
    private readonly Dictionary<string, LockClaim> _holders = new(StringComparer.Ordinal);
    private readonly List<LockClaim> _queue = [];

    /// <summary>Present holders.</summary>
    public IReadOnlyCollection<LockClaim> Holders => _holders.Values;

    /// <summary>Those that wait, first in line first.</summary>
    public IReadOnlyList<LockClaim> Waiting => _queue;

    /// <summary>Takes a holder back into the table as it was stored.</summary>
    public void RestoreHolder(LockClaim claim) => _holders[claim.HolderKey] = claim;

    /// <summary>Whether the holder has its locks.</summary>
    public bool IsHeldBy(string holderKey) => _holders.ContainsKey(holderKey);

    /// <summary>Puts a claim in line (once).</summary>
    public void Enqueue(LockClaim claim)
    {
        if (_holders.ContainsKey(claim.HolderKey) || _queue.Exists(other => other.HolderKey == claim.HolderKey))
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
        _queue.RemoveAll(claim => claim.HolderKey == holderKey);
        return _holders.Remove(holderKey);
    }

    /// <summary>Lets everyone in who can have all its locks now; returns those let in.</summary>
    /// <param name="limitOf">Limit of a lock: 1 for a mutex; null when it is not known, which keeps the claim waiting.</param>
    public IReadOnlyList<LockClaim> Grant(Func<LockRequest, int?> limitOf)
    {
        var granted = new List<LockClaim>();
        var passedBy = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in _queue.ToArray())
        {
            if (claim.Locks.All(item => !passedBy.Contains(item.Name) && HoldersOf(item.Name) < limitOf(item)))
            {
                _queue.Remove(claim);
                _holders[claim.HolderKey] = claim;
                granted.Add(claim);
            }
            else
            {
                // Whoever waits for a lock keeps those behind from overtaking it.
                passedBy.UnionWith(claim.Locks.Select(item => item.Name));
            }
        }

        return granted;
    }

    /// <summary>The first lock that keeps a waiting claim from going on.</summary>
    public LockRequest? BlockerOf(string holderKey, Func<LockRequest, int?> limitOf)
    {
        var claim = _queue.Find(item => item.HolderKey == holderKey);
        return claim?.Locks.FirstOrDefault(item => HoldersOf(item.Name) >= limitOf(item)) ?? (claim is { Locks: [var first, ..] } ? first : null);
    }

    /// <summary>How many hold a lock.</summary>
    public int HoldersOf(string lockName) => _holders.Values.Count(claim => claim.Locks.Any(item => item.Name == lockName));

    private static bool Precedes(LockClaim left, LockClaim right) =>
        left.Priority != right.Priority ? left.Priority > right.Priority : left.CreatedAt < right.CreatedAt;
}
