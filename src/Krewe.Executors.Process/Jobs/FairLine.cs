namespace Krewe.Executors.Process.Jobs;

/// <summary>
/// Those that wait for a slot: of runs of the highest priority first, of these each run in turn, within a run in the order they came. So a run
/// with thousands of steps does not keep one with a single step waiting. Not safe for use by several threads.
/// </summary>
internal sealed class FairLine
{
    private readonly SortedDictionary<int, Rank> _ranks = new(Comparer<int>.Create((a, b) => b.CompareTo(a)));

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Whose turn it is; null when nobody waits.</summary>
    public Slot? First => _ranks.Count == 0 ? null : _ranks.First().Value.Turns.First!.Value.Slots.First!.Value;

    /// <summary>All that wait, in no order.</summary>
    public IEnumerable<Slot> All => _ranks.Values.SelectMany(rank => rank.Turns).SelectMany(run => run.Slots);

    /// <summary>Puts one at the end of its run's line.</summary>
    public void Add(Slot slot)
    {
        if (!_ranks.TryGetValue(slot.Priority, out var rank))
        {
            _ranks[slot.Priority] = rank = new Rank();
        }

        if (!rank.Runs.TryGetValue(slot.Run, out var run))
        {
            rank.Runs[slot.Run] = run = rank.Turns.AddLast(new RunLine());
        }

        slot.Place = run.Value.Slots.AddLast(slot);
        Count++;
    }

    /// <summary>Takes the one whose turn it is; its run's next one comes after all other runs.</summary>
    public Slot Take()
    {
        var slot = First ?? throw new InvalidOperationException("nobody waits");
        Remove(slot);
        if (_ranks.TryGetValue(slot.Priority, out var rank) && rank.Runs.TryGetValue(slot.Run, out var run))
        {
            rank.Turns.Remove(run);
            rank.Turns.AddLast(run);
        }

        return slot;
    }

    /// <summary>Takes out one that no longer waits.</summary>
    public void Remove(Slot slot)
    {
        var rank = _ranks[slot.Priority];
        var run = rank.Runs[slot.Run];
        run.Value.Slots.Remove(slot.Place!);
        slot.Place = null;
        Count--;
        if (run.Value.Slots.Count > 0)
        {
            return;
        }

        rank.Turns.Remove(run);
        rank.Runs.Remove(slot.Run);
        if (rank.Turns.Count == 0)
        {
            _ranks.Remove(slot.Priority);
        }
    }

    private sealed class Rank
    {
        public LinkedList<RunLine> Turns { get; } = [];

        public Dictionary<string, LinkedListNode<RunLine>> Runs { get; } = new(StringComparer.Ordinal);
    }

    private sealed class RunLine
    {
        public LinkedList<Slot> Slots { get; } = [];
    }
}
