namespace Krewe.Grains;

/// <summary>Values of config maps, wherever this host keeps them.</summary>
public interface IConfigMaps
{
    /// <summary>Value of one key, or null when the map or the key does not exist.</summary>
    Task<string?> GetValueAsync(string @namespace, string name, string key);

    /// <summary>All keys with their values; empty when the map does not exist.</summary>
    Task<IReadOnlyDictionary<string, string>> GetAllAsync(string @namespace, string name);
}
