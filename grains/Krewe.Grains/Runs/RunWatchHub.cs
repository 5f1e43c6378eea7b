namespace Krewe.Grains;

/// <summary>Tells whoever watches inside this silo that a run has changed. Says only "changed": the watcher reads what it wants to know.</summary>
/// <remarks>Thread-safe. A slow watcher misses nothing: notices of the same run fold into one while it is busy.</remarks>
public sealed class RunWatchHub
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<RunWatch>> _byRun = new(StringComparer.Ordinal);
    private readonly List<RunWatch> _all = [];

    /// <summary>Whether anybody watches.</summary>
    public bool HasWatchers
    {
        get
        {
            lock (_gate)
            {
                return _all.Count + _byRun.Count > 0;
            }
        }
    }

    /// <summary>Watches one run, or all runs when <paramref name="uid"/> is null. Dispose it to stop.</summary>
    /// <param name="uid">The run.</param>
    /// <param name="endOnly">Whether changes after which the run is known to go on are of no interest.</param>
    public RunWatch Watch(string? uid, bool endOnly = false)
    {
        var watch = new RunWatch(this, uid, endOnly);
        lock (_gate)
        {
            if (uid is null)
            {
                _all.Add(watch);
            }
            else
            {
                if (!_byRun.TryGetValue(uid, out var list))
                {
                    _byRun[uid] = list = [];
                }

                list.Add(watch);
            }
        }

        return watch;
    }

    /// <summary>A run has changed (durably).</summary>
    /// <param name="uid">The run.</param>
    /// <param name="goesOn">Whether it is known not to have ended with that.</param>
    public void Publish(string uid, bool goesOn = false)
    {
        lock (_gate)
        {
            if (_byRun.TryGetValue(uid, out var list))
            {
                list.ForEach(watch =>
                {
                    if (!goesOn || !watch.EndOnly)
                    {
                        watch.Signal();
                    }
                });
            }

            _all.ForEach(watch => watch.Signal());
        }
    }

    /// <summary>Any run may have changed.</summary>
    public void PublishAll()
    {
        lock (_gate)
        {
            foreach (var watch in _byRun.Values.SelectMany(list => list).Concat(_all))
            {
                watch.Signal();
            }
        }
    }

    internal void Remove(RunWatch watch, string? uid)
    {
        lock (_gate)
        {
            if (uid is null)
            {
                _all.Remove(watch);
            }
            else if (_byRun.TryGetValue(uid, out var list) && list.Remove(watch) && list.Count == 0)
            {
                _byRun.Remove(uid);
            }
        }
    }
}
