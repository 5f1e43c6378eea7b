namespace Krewe.Hosting;

/// <summary>Reads things for many at once: those who ask while one is being read share the next reading of it.</summary>
/// <remarks>
/// What a caller is given was read after it asked, so nobody acts on something older than what made them ask. Who comes first is
/// served at once; after that a thing is read again only when its pace allows it, unless somebody is in a hurry. Thread-safe.
/// </remarks>
/// <param name="read">Reads one of them.</param>
/// <param name="pace">Least time between the begins of two readings, by what was read and for how many.</param>
/// <param name="time">What tells the time.</param>
internal sealed class SharedReads<TKey, TValue>(Func<TKey, Task<TValue>> read, Func<TValue, int, TimeSpan> pace, TimeProvider time)
    where TKey : notnull
{
    private const int SweepAbove = 100;
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Slot> _slots = [];

    /// <summary>What it is now.</summary>
    /// <param name="key">Of what.</param>
    /// <param name="inHurry">Whether the pace does not count.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller alone.</param>
    public Task<TValue> ReadAsync(TKey key, bool inHurry, CancellationToken cancellationToken)
    {
        Slot slot;
        TaskCompletionSource<TValue> answer;
        var starts = false;
        lock (_gate)
        {
            if (!_slots.TryGetValue(key, out slot!))
            {
                Sweep();
                _slots[key] = slot = new Slot();
            }

            answer = slot.Next ??= new TaskCompletionSource<TValue>(TaskCreationOptions.RunContinuationsAsynchronously);
            slot.Callers++;
            if (inHurry)
            {
                slot.Hurry.TrySetResult();
            }

            if (!slot.IsBusy)
            {
                slot.IsBusy = starts = true;
            }
        }

        if (starts)
        {
            _ = ServeAsync(key, slot);
        }

        return answer.Task.WaitAsync(cancellationToken);
    }

    private async Task ServeAsync(TKey key, Slot slot)
    {
        while (true)
        {
            if (slot.NotBefore - time.GetUtcNow() is { Ticks: > 0 } rest)
            {
                using var hurried = new CancellationTokenSource();
                await Task.WhenAny(Task.Delay(rest, time, hurried.Token), slot.Hurry.Task).ConfigureAwait(false);
                await hurried.CancelAsync().ConfigureAwait(false);
            }

            TaskCompletionSource<TValue> answer;
            int callers;
            lock (_gate)
            {
                (answer, callers) = (slot.Next!, slot.Callers);
                (slot.Next, slot.Callers, slot.Hurry) = (null, 0, NewHurry());
            }

            var began = time.GetUtcNow();
            try
            {
                var value = await read(key).ConfigureAwait(false);
                slot.NotBefore = began + pace(value, callers);
                answer.SetResult(value);
            }
            catch (Exception failure)
            {
                // Theirs who asked; whoever asks next has it tried again.
                answer.SetException(failure);
            }

            lock (_gate)
            {
                if (slot.Next is null)
                {
                    slot.IsBusy = false;
                    return;
                }
            }
        }
    }

    /// <summary>Forgets what nobody has asked for since its pace was over.</summary>
    private void Sweep()
    {
        if (_slots.Count < SweepAbove)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var (key, _) in _slots.Where(entry => !entry.Value.IsBusy && entry.Value.NotBefore <= now).ToList())
        {
            _slots.Remove(key);
        }
    }

    private static TaskCompletionSource NewHurry() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The readings of one thing. All but <see cref="NotBefore"/> belongs to the gate.</summary>
    private sealed class Slot
    {
        /// <summary>The next reading, for those who wait for it; null when nobody does.</summary>
        public TaskCompletionSource<TValue>? Next { get; set; }

        public int Callers { get; set; }

        public bool IsBusy { get; set; }

        public DateTimeOffset NotBefore { get; set; }

        public TaskCompletionSource Hurry { get; set; } = NewHurry();
    }
}
