using System.Text;
using Krewe.Executors.Http;
using Krewe.Executors.Process;

namespace Krewe.Hosting;

/// <summary>Secrets of HTTP headers, from the secrets folder.</summary>
internal sealed class LocalHttpSecrets(string? folder) : IHttpSecrets
{
    private readonly LocalSecrets _files = new(folder);

    public string? Read(string name, string key) => _files.ReadSecret(name, key) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimEnd('\n') : null;
}
