using System.Collections.Immutable;

namespace Krewe.Grains;

/// <summary>The hosts of a cluster by name, as this silo sees them; each has one silo, and keeps its name over restarts.</summary>
/// <remarks>
/// Thread-safe. An engine that is alone has no name and knows of nobody: all work is its own. What only one silo is to do is done by
/// the leader, the first by name. For a moment two may both believe they lead, so it must do no harm to do it twice.
/// </remarks>
/// <param name="time">The clock.</param>
public sealed class ClusterHosts(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _missingSince = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableSortedDictionary<string, SiloAddress> _present = ImmutableSortedDictionary.Create<string, SiloAddress>(StringComparer.Ordinal);

    /// <summary>Name of this host; null when it is alone.</summary>
    public string? Own { get; init; }

    /// <summary>How long a host may be away before its work is given up. Default: one minute.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Hosts that are there now.</summary>
    public IReadOnlyDictionary<string, SiloAddress> Present => _present;

    /// <summary>How often hosts have gone, or come back as new processes, as far as this silo saw.</summary>
    public int Losses { get; private set; }

    /// <summary>Whether this silo does what only one is to do.</summary>
    public bool IsLeader => Own is null || _present.Keys.FirstOrDefault() == Own;

    /// <summary>Whether work given to a host is this silo's own.</summary>
    public bool IsOwn(string? host) => Own is null || host is null || host == Own;

    /// <summary>Whether it falls to this silo to take a thing over that belongs to nobody; every silo has its share.</summary>
    public bool IsShareOfOwn(string uid)
    {
        var present = _present;
        return Own is null || (present.Count > 0 && present.Keys.ElementAt((int)((uint)StableHash(uid) % (uint)present.Count)) == Own);
    }

    /// <summary>Takes in the hosts that are there; returns those that have gone since, or have come back as another process.</summary>
    public IReadOnlyList<string> Update(IReadOnlyDictionary<string, SiloAddress> present)
    {
        ArgumentNullException.ThrowIfNull(present);
        lock (_gate)
        {
            var lost = _present.Where(pair => !pair.Value.Equals(present.GetValueOrDefault(pair.Key))).Select(pair => pair.Key).ToList();
            foreach (var name in lost.Where(name => !present.ContainsKey(name)))
            {
                _missingSince[name] = time.GetUtcNow();
            }

            foreach (var name in present.Keys)
            {
                _missingSince.Remove(name);
            }

            _present = present.ToImmutableSortedDictionary(StringComparer.Ordinal);
            Losses += lost.Count > 0 ? 1 : 0;
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return lost;
        }
    }

    /// <summary>Waits until a host is there; false when it has been away for too long.</summary>
    public async Task<bool> WaitForAsync(string host)
    {
        while (true)
        {
            var changed = _changed.Task;
            if (_present.ContainsKey(host))
            {
                return true;
            }

            var left = MissingSince(host) + Patience - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await WaitAsync(changed, left, CancellationToken.None);
        }
    }

    /// <summary>Waits until the hosts have changed, at most for a time.</summary>
    public Task PauseAsync(TimeSpan longest, CancellationToken cancellationToken) => WaitAsync(_changed.Task, longest, cancellationToken);

    private async Task WaitAsync(Task changed, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(longest, time, either.Token));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    // A host that this silo never saw is missing since it was first asked for.
    private DateTimeOffset MissingSince(string host)
    {
        lock (_gate)
        {
            return _missingSince.TryGetValue(host, out var since) ? since : _missingSince[host] = time.GetUtcNow();
        }
    }

    // The same in every process, unlike string's own.
    private static int StableHash(string text)
    {
        var hash = 17;
        foreach (var character in text)
        {
            hash = unchecked((hash * 31) + character);
        }

        return hash;
    }
}
