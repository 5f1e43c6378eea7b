using Krewe.Model;

namespace Krewe.Engine;

/// <content>Which host a step is given to.</content>
internal sealed partial class RunWork
{
    private static readonly Dictionary<string, int> NoRooms = [];
    private Dictionary<string, int> _rooms = NoRooms;
    private (int Known, bool Has)? _daemons;

    /// <summary>
    /// The host for a new step where it is another than the run's own: small fan-outs stay beside their run, what finds no room there
    /// goes to the host that has most. Null: the run's own.
    /// </summary>
    /// <param name="template">The step.</param>
    /// <param name="avoid">Hosts where it failed, if it is to be tried elsewhere (<c>retryStrategy.affinity</c>).</param>
    public string? HostFor(Template template, IReadOnlyList<string> avoid)
    {
        if (_rooms.Count == 0 || State.Host is not { } own || template is { Container: null, Script: null } || HasDaemons)
        {
            return null;
        }

        var best = own;
        if (avoid.Contains(own) || _rooms.GetValueOrDefault(own) <= 0)
        {
            // Where all are to be avoided there is no choice left. Of equals the own is best, then the first by name, so that the choice follows from the rooms alone.
            var allowed = _rooms.Where(host => !avoid.Contains(host.Key)).DefaultIfEmpty(KeyValuePair.Create(own, 0));
            best = allowed.OrderByDescending(host => host.Value).ThenByDescending(host => host.Key == own).ThenBy(host => host.Key, StringComparer.Ordinal).First().Key;
        }

        _rooms[best] = _rooms.GetValueOrDefault(best) - 1;
        return best == own ? null : best;
    }

    // Others reach a daemon at an address of the host that it runs on, so all of such a run stays together.
    private bool HasDaemons
    {
        get
        {
            var known = State.KnownTemplates.Count + State.KnownClusterTemplates.Count;
            if (_daemons is not { } last || last.Known != known)
            {
                var specs = State.KnownTemplates.Values.Select(template => template.Spec).Concat(State.KnownClusterTemplates.Values.Select(template => template.Spec)).Append(Spec);
                _daemons = last = (known, specs.Any(spec => spec.Templates?.Any(template => template.Daemon == true) == true));
            }

            return last.Has;
        }
    }

    private void TakeRooms(RunCommand command) => _rooms = command.Hosts.Count == 0 ? NoRooms : command.Hosts.ToDictionary(host => host.Name, host => host.Room, StringComparer.Ordinal);
}
