using Krewe.Grains;

namespace Krewe.TestHost;

/// <summary>Config maps of a test.</summary>
internal sealed class HostConfigMaps : IConfigMaps, IRunLimits
{
    private readonly Dictionary<string, Dictionary<string, string>> _maps = new(StringComparer.Ordinal);

    // One run at a time.
    public int? Parallelism => null;

    public int? ParallelismOf(string @namespace) => null;

    public void Set(string name, string key, string value)
    {
        if (!_maps.TryGetValue(name, out var map))
        {
            _maps[name] = map = new Dictionary<string, string>(StringComparer.Ordinal);
        }

        map[key] = value;
    }

    public Task<string?> GetValueAsync(string @namespace, string name, string key) => Task.FromResult(_maps.GetValueOrDefault(name)?.GetValueOrDefault(key));

    public Task<IReadOnlyDictionary<string, string>> GetAllAsync(string @namespace, string name) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(_maps.GetValueOrDefault(name) ?? new Dictionary<string, string>());
}
