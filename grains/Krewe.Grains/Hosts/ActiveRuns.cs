using System.Collections.Concurrent;

namespace Krewe.Grains;

/// <summary>The runs that are in the memory of this silo, for those who have something to say to all of them. Thread-safe.</summary>
public sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<string, RunGrain> _runs = new(StringComparer.Ordinal);

    /// <summary>Their uids.</summary>
    public ICollection<string> Uids => _runs.Keys;

    /// <summary>How they stand, together.</summary>
    public RunTotals Totals => _runs.Values.Aggregate(RunTotals.None, static (sum, run) => sum + run.Tally.Totals);

    internal void Add(string uid, RunGrain activation) => _runs[uid] = activation;

    // The next activation may be there before this one is gone.
    internal void Remove(string uid, RunGrain activation) => _runs.TryRemove(KeyValuePair.Create(uid, activation));
}
