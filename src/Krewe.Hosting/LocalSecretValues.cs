using Krewe.Artifacts;
using Krewe.Executors;
using Krewe.Executors.Process;

namespace Krewe.Hosting;

/// <summary>Secrets of requests, tasks and plugins, from the secrets folder.</summary>
internal sealed class LocalSecretValues(string? folder) : ISecretValues
{
    private readonly LocalSecrets _files = new(folder);

    public string? Read(string name, string key) => _files.ReadSecretText(name, key);
}
