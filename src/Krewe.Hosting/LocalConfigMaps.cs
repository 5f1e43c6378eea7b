using System.Text;
using System.Text.Json;
using Krewe.Executors.Process;
using Krewe.Grains;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Config maps that were stored as objects, else those that lie as files in the secrets folder.</summary>
internal sealed class LocalConfigMaps(IObjectStore objects, string? folder) : IConfigMaps
{
    /// <summary>Kind under which config maps are stored.</summary>
    public const string Kind = "ConfigMap";

    private readonly LocalSecrets _files = new(folder);

    public async Task<string?> GetValueAsync(string @namespace, string name, string key)
    {
        if (await objects.GetAsync(new ObjectKey(Kind, @namespace, name)).ConfigureAwait(false) is { } stored)
        {
            using var document = JsonDocument.Parse(stored.Payload);
            return document.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty(key, out var value) ? value.GetString() : null;
        }

        return _files.ReadConfigMap(name, key) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    public async Task<IReadOnlyDictionary<string, string>> GetAllAsync(string @namespace, string name)
    {
        if (await objects.GetAsync(new ObjectKey(Kind, @namespace, name)).ConfigureAwait(false) is { } stored)
        {
            using var document = JsonDocument.Parse(stored.Payload);
            return document.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                ? data.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.ToString(), StringComparer.Ordinal)
                : new Dictionary<string, string>();
        }

        return (_files.ConfigMapKeys(name) ?? []).ToDictionary(key => key, key => Encoding.UTF8.GetString(_files.ReadConfigMap(name, key)!), StringComparer.Ordinal);
    }
}
