using System.Collections.Concurrent;
using Krewe.Engine;
using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>How much room the hosts of a cluster have for steps, as this silo knows it.</summary>
/// <remarks>
/// Thread-safe. The own room is what is free, less what was given to this host a moment ago and may be on its way: many runs decide within
/// that moment. That of others is what they said last, less what was given to them since. It need not be right: a step that
/// is given to a host without room waits there.
/// </remarks>
/// <param name="hosts">Who is there.</param>
/// <param name="time">Measures how long ago something was given.</param>
/// <param name="own">Room of this host; nobody: it never has any, and takes no steps from others.</param>
public sealed class HostLoads(ClusterHosts hosts, TimeProvider time, IWorkRoom? own = null)
{
    /// <summary>From the decision to the queue of the executor: a commit and a call.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromMilliseconds(100);

    private readonly Queue<long> _own = new();
    private readonly ConcurrentDictionary<string, int> _others = new(StringComparer.Ordinal);

    /// <summary>Room of this host.</summary>
    public int OwnRoom => own is null ? int.MinValue / 2 : own.Room - OwnOnTheWay();

    /// <summary>Rooms of all hosts that are there and are known; empty where there is nothing to choose.</summary>
    public IReadOnlyList<HostRoom> Rooms
    {
        get
        {
            if (hosts.Own is not { } name || own is null || _others.IsEmpty)
            {
                return [];
            }

            var rooms = new List<HostRoom> { new(name, OwnRoom) };
            rooms.AddRange(_others.Where(other => hosts.Present.ContainsKey(other.Key)).Select(other => new HostRoom(other.Key, other.Value)));
            return rooms.Count > 1 ? rooms : [];
        }
    }

    /// <summary>Takes in what another host said.</summary>
    public void Set(string host, int room) => _others[host] = room;

    /// <summary>A host said nothing: no more is given to it until it does.</summary>
    public void Forget(string host) => _others.TryRemove(host, out _);

    /// <summary>Counts what a decision gives to hosts.</summary>
    public void Give(IReadOnlyList<RunEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        if (hosts.Own is null)
        {
            return;
        }

        foreach (var start in effects.OfType<StartNode>())
        {
            if (!hosts.IsOwn(start.Work.Host))
            {
                _others.AddOrUpdate(start.Work.Host!, -1, static (_, room) => room - 1);
            }
            else if (start.Work.Template is { Container: not null } or { Script: not null })
            {
                lock (_own)
                {
                    _own.Enqueue(time.GetTimestamp());
                }
            }
        }
    }

    private int OwnOnTheWay()
    {
        lock (_own)
        {
            while (_own.TryPeek(out var given) && time.GetElapsedTime(given) >= OnTheWay)
            {
                _own.Dequeue();
            }

            return _own.Count;
        }
    }
}
