using Krewe.Engine;

namespace Krewe.Grains;

/// <content>What is stored of the run, read with the first call: one that is to begin has nothing stored.</content>
public sealed partial class RunGrain
{
    private Task? _loading;

    /// <summary>Completes when what is stored of the run is in memory.</summary>
    private Task LoadedAsync() => _loading ??= LoadAsync();

    /// <summary>The same for a run that nobody has heard of. If there is one nevertheless, its first commit is fenced.</summary>
    private Task PresumeNew()
    {
        if (_loading is null)
        {
            _active.Add(Uid, this);
            _loading = Task.CompletedTask;
        }

        return _loading;
    }

    /// <summary>Whether there is such a run; an activation without one leaves.</summary>
    private async ValueTask<bool> IsThereAsync()
    {
        await LoadedAsync();
        if (!Exists && (_flushing || !_pending.IsEmpty))
        {
            // It is just beginning.
            await FlushAsync();
        }

        if (!Exists)
        {
            DeactivateOnIdle();
        }

        return Exists;
    }

    private async Task LoadAsync()
    {
        try
        {
            if (await _store.LoadAsync(Uid) is { } stored)
            {
                Take(stored);
            }
        }
        catch (Exception failure)
        {
            // The next activation tries again.
            Discard(failure);
            throw;
        }

        if (!_leaving)
        {
            _active.Add(Uid, this);
        }
    }

    private void Take(Storage.StoredRun stored)
    {
        _state = RunRecord.Restore(stored);
        RunUsages.Adopt(_state);
        _lastCommit = stored.LastCommit;
        _bytesSinceSnapshot = stored.Log.Sum(record => (long)record.Payload.Length);
        _snapshotBytes = stored.Pages.Sum(page => (long)page.Payload.Length);
        _storedWakeup = stored.WakeupAt;
        _storedOwner = stored.Owner;
        Tally.Load(_state);
        // Rebuilds what is derived from the nodes and asks again for everything whose end the log does not hold.
        Decide(new Reconcile { Now = _time.GetUtcNow() });
        _ = FlushAsync();
    }
}
