namespace Krewe.Executors.Process.Jobs;

/// <summary>Places for running nodes, given in the order they are asked for.</summary>
internal sealed class SlotQueue(int slots)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _used;

    public int Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Takes a slot at once if one is free, or in any case with <paramref name="force"/> (work that already runs).</summary>
    public bool TryTake(bool force)
    {
        lock (_gate)
        {
            if (!force && (_used >= slots || _waiting.Count > 0))
                return false;
            _used++;
            return true;
        }
    }

    /// <summary>Waits for a slot.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_used < slots && _waiting.Count == 0)
            {
                _used++;
                return;
            }
            _waiting.AddLast(mine);
        }
        await using (cancellationToken.UnsafeRegister(_ => Leave(mine, cancellationToken), null).ConfigureAwait(false))
            await mine.Task.ConfigureAwait(false);
    }

    public void Release()
    {
        lock (_gate)
        {
            _used--;
            while (_used < slots && _waiting.First is { } first)
            {
                _waiting.RemoveFirst();
                _used++;
                first.Value.SetResult();
            }
        }
    }

    private void Leave(TaskCompletionSource mine, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiting.Remove(mine))
                mine.SetCanceled(cancellationToken);
        }
    }
}
