using Krewe.Artifacts;

namespace Krewe.Executors.Process;

/// <summary>Secrets and config maps as files: <c>folder/secret/key</c> and <c>folder/configmaps/name/key</c>.</summary>
public sealed class LocalSecrets(string? folder) : ISecretReader
{
    private const string ConfigMaps = "configmaps";

    public byte[]? ReadSecret(string name, string key) => Read(WorkFolders.Safe(name), key);

    public byte[]? ReadConfigMap(string name, string key) => Read(Path.Combine(ConfigMaps, WorkFolders.Safe(name)), key);

    public IReadOnlyList<string>? SecretKeys(string name) => Keys(WorkFolders.Safe(name));

    public IReadOnlyList<string>? ConfigMapKeys(string name) => Keys(Path.Combine(ConfigMaps, WorkFolders.Safe(name)));

    private byte[]? Read(string path, string key)
    {
        if (folder is null || path == ConfigMaps)
            return null;
        var file = Path.Combine(folder, path, WorkFolders.Safe(key));
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    private List<string>? Keys(string path)
    {
        if (folder is null || path == ConfigMaps || !Directory.Exists(Path.Combine(folder, path)))
            return null;
        return [.. Directory.GetFiles(Path.Combine(folder, path)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
    }
}
