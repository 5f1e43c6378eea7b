namespace Krewe.Executors.Process.Jobs;

/// <summary>Places for running nodes, given in turn to the runs that ask for them, to those of higher priority before all others.</summary>
/// <remarks>
/// While steps take only some milliseconds, plain ones are let go ahead of their turn: they wait at the supervisor, which knows
/// how many may run (<paramref name="placesChanged"/>) and starts the next by itself when one ends. So no processor waits for
/// the way to the engine and back. What is not plain, because it takes several steps, gets its slot only when as many plain
/// ones have ended that the supervisor's places and those taken here never exceed the slots.
/// </remarks>
/// <param name="slots">How many run at once.</param>
/// <param name="time">Measures waits.</param>
/// <param name="placesChanged">Hears how many plain steps may run at once, before any that this allows is let go. Called within the gate.</param>
internal sealed class SlotQueue(int slots, TimeProvider time, Action<int> placesChanged)
{
    /// <summary>A shorter wait is not worth telling anybody.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Steps ahead of their turn cover so much time: some ways to the engine and back.</summary>
    private const double AheadMilliseconds = 10;
    private const int MostAhead = 32;
    private readonly Lock _gate = new();
    private readonly FairLine _waiting = new();
    private readonly LinkedList<Slot> _ahead = [];
    private ITimer? _notice;
    private double _milliseconds = 1000;
    private int _used;
    private int _usedByPlain;

    // Read without the gate.
    private int _late;

    public int Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Places that are free; below zero: so many wait for one.</summary>
    public int Room
    {
        get
        {
            lock (_gate)
                return slots - _used - _waiting.Count - _ahead.Count;
        }
    }

    /// <summary>How all places stand.</summary>
    public WorkSlots State
    {
        get
        {
            lock (_gate)
                return new WorkSlots(slots, _used, _waiting.Count + _ahead.Count);
        }
    }

    /// <summary>Whether anybody waits: what could begin now would have to wait as well.</summary>
    public bool HasWaiting => Volatile.Read(ref _late) > 0;

    /// <summary>Takes a slot for work that already runs, whether or not there is one.</summary>
    public Slot Take(bool isPlain)
    {
        var slot = new Slot("", 0, isPlain, () => { }, 0);
        lock (_gate)
            Use(slot);
        return slot;
    }

    /// <summary>Asks for a slot: its task completes once the work may begin, or may be given to the supervisor. To be given back in any case.</summary>
    /// <param name="run">The run that the work is of.</param>
    /// <param name="priority">Of the run; higher first.</param>
    /// <param name="isPlain">Whether the work can be given to the supervisor before its turn.</param>
    /// <param name="isLong">Called, once, if the wait takes longer than one would like not to hear of.</param>
    public Slot Ask(string run, int priority, bool isPlain, Action isLong)
    {
        var slot = new Slot(run, priority, isPlain, isLong, time.GetTimestamp());
        lock (_gate)
        {
            _waiting.Add(slot);
            LetGo();
            if (slot.Place is not null)
                _notice ??= time.CreateTimer(_ => TellLongWaits(), null, Patience, Patience);
        }
        return slot;
    }

    /// <summary>Gives a slot back, or the claim to one; a second time does nothing.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="duration">How long its work ran, if it was plain and that is known.</param>
    public void Release(Slot slot, TimeSpan? duration)
    {
        lock (_gate)
        {
            if (duration is { } ran)
                _milliseconds += (ran.TotalMilliseconds - _milliseconds) / 8;
            if (slot.IsUsed)
            {
                slot.IsUsed = false;
                _used--;
                if (slot.IsPlain)
                    _usedByPlain--;
                else
                    TellPlaces();
            }
            else if (slot.Place?.List == _ahead)
                StepBack(slot);
            else if (slot.Place is not null)
                _waiting.Remove(slot);
            LetGo();
        }
    }

    /// <summary>Those ahead of their turn have it now; then those that wait get what is free, as their turn comes.</summary>
    private void LetGo()
    {
        while (_used < slots && _ahead.First is { Value: var turn })
        {
            StepBack(turn);
            Use(turn);
        }
        while (_waiting.First is { } first)
        {
            if (_used < slots)
            {
                _waiting.Take();
                Use(first);
                first.SetResult();
            }
            else if (first.IsPlain && _usedByPlain > 0 && _ahead.Count < Ahead)
            {
                _waiting.Take();
                first.Place = _ahead.AddLast(first);
                first.SetResult();
            }
            else
                break;
        }
        Volatile.Write(ref _late, _waiting.Count + _ahead.Count);
    }

    private int Ahead => (int)Math.Min(MostAhead, slots * AheadMilliseconds / Math.Max(_milliseconds, 0.1));

    private void Use(Slot slot)
    {
        slot.IsUsed = true;
        _used++;
        if (slot.IsPlain)
            _usedByPlain++;
        else
            TellPlaces();
    }

    private void TellPlaces() => placesChanged(Math.Max(0, slots - (_used - _usedByPlain)));

    private void StepBack(Slot slot)
    {
        _ahead.Remove(slot.Place!);
        slot.Place = null;
    }

    private void TellLongWaits()
    {
        var late = new List<Slot>();
        lock (_gate)
        {
            foreach (var slot in _ahead.Concat(_waiting.All).Where(w => !w.IsTold && time.GetElapsedTime(w.Since) >= Patience))
            {
                slot.IsTold = true;
                late.Add(slot);
            }
            if (_waiting.Count + _ahead.Count == 0)
            {
                _notice?.Dispose();
                _notice = null;
            }
        }
        late.ForEach(slot => slot.IsLong());
    }
}
