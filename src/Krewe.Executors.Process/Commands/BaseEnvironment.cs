using System.Collections;

namespace Krewe.Executors.Process.Commands;

/// <summary>The part of the engine's own environment that programs of a user need; anything else may be a secret of the engine.</summary>
internal static class BaseEnvironment
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "JAVA_HOME", "DOTNET_ROOT", "GOPATH", "GOROOT", "PYENV_ROOT", "VIRTUAL_ENV",
        "CONDA_PREFIX", "NVM_DIR", "NVM_BIN", "SSL_CERT_FILE", "SSL_CERT_DIR", "LD_LIBRARY_PATH", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
    };

    // How podman and docker find their settings, images and registries.
    private static readonly HashSet<string> ClientNames = new(StringComparer.Ordinal)
    {
        "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "CONTAINERS_REGISTRIES_CONF", "CONTAINER_HOST", "CONTAINER_CONNECTION", "REGISTRY_AUTH_FILE",
        "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "DBUS_SESSION_BUS_ADDRESS",
    };

    public static IReadOnlyDictionary<string, string> Read() => Read(Names.Contains);

    /// <summary>What the clients of container runtimes need beyond that.</summary>
    public static IReadOnlyDictionary<string, string> ReadForClients() => Read(name => Names.Contains(name) || ClientNames.Contains(name));

    private static Dictionary<string, string> Read(Func<string, bool> isWanted) => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(e => (Name: (string)e.Key, Value: (string?)e.Value ?? ""))
        .Where(e => isWanted(e.Name) || e.Name.StartsWith("LC_", StringComparison.Ordinal) || e.Name.StartsWith("XDG_", StringComparison.Ordinal))
        .ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal);
}
