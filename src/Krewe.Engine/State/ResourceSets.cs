using System.Runtime.InteropServices;

namespace Krewe.Engine;

/// <summary>Lets nodes that have used the same of the same resources share what says so: of short steps that is nearly all.</summary>
/// <remarks>Not safe for use by several threads. What is shared is not to be changed.</remarks>
internal sealed class ResourceSets
{
    // Of a run whose steps are all different there is nothing to gain.
    private const int Most = 1024;
    private readonly Dictionary<int, IReadOnlyDictionary<string, long>> _known = [];
    private readonly List<KeyValuePair<string, long>> _amounts = [];

    /// <summary>The first that was given with the same amounts.</summary>
    public IReadOnlyDictionary<string, long> Share(IReadOnlyDictionary<string, long> resources)
    {
        _amounts.Clear();
        _amounts.AddRange(resources);
        return Share(CollectionsMarshal.AsSpan(_amounts), resources);
    }

    /// <summary>The same, where there is no dictionary yet. Of one resource that stands twice the later amount counts.</summary>
    public IReadOnlyDictionary<string, long> Share(ReadOnlySpan<KeyValuePair<string, long>> amounts) => Share(amounts, null);

    private IReadOnlyDictionary<string, long> Share(ReadOnlySpan<KeyValuePair<string, long>> amounts, IReadOnlyDictionary<string, long>? given)
    {
        var hash = 0;
        foreach (var (name, amount) in amounts)
        {
            hash ^= HashCode.Combine(name, amount);
        }

        if (_known.TryGetValue(hash, out var known))
        {
            return IsSame(known, amounts) ? known : given ?? Make(amounts);
        }

        var resources = given ?? Make(amounts);
        if (_known.Count < Most)
        {
            _known.Add(hash, resources);
        }

        return resources;
    }

    private static Dictionary<string, long> Make(ReadOnlySpan<KeyValuePair<string, long>> amounts)
    {
        var resources = new Dictionary<string, long>(amounts.Length);
        foreach (var (name, amount) in amounts)
        {
            resources[name] = amount;
        }

        return resources;
    }

    private static bool IsSame(IReadOnlyDictionary<string, long> known, ReadOnlySpan<KeyValuePair<string, long>> amounts)
    {
        if (known.Count != amounts.Length)
        {
            return false;
        }

        foreach (var (name, amount) in amounts)
        {
            if (!known.TryGetValue(name, out var value) || value != amount)
            {
                return false;
            }
        }

        return true;
    }
}
