using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Krewe.Executors.Http.Plugins;

/// <summary>An executor plugin as its manifest describes it: the program that answers, and where it listens by itself.</summary>
public sealed record ExecutorPlugin
{
    /// <summary>Name of the plugin.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Environment beyond the engine's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Port that the plugin listens on if it does not heed <c>PORT</c>; 0: none is known.</summary>
    public int Port { get; init; }

    /// <summary>Tells plugins apart: the same for the same content.</summary>
    public required string Id { get; init; }

    /// <summary>Reads a manifest of kind <c>ExecutorPlugin</c>, or an item of <c>spec.executorPlugins</c>.</summary>
    /// <exception cref="FormatException">It lacks what a local process needs.</exception>
    public static ExecutorPlugin Read(JsonElement manifest)
    {
        var name = Text(manifest, "metadata", "name") ?? throw new FormatException("an executor plugin has no metadata.name");
        if (!TryGet(manifest, out var container, "spec", "sidecar", "container"))
        {
            throw new FormatException($"executor plugin '{name}' has no spec.sidecar.container");
        }

        var command = Texts(container, "command").Concat(Texts(container, "args")).ToList();
        if (Texts(container, "command").Count == 0)
        {
            throw new FormatException($"executor plugin '{name}': spec.sidecar.container.command is needed to run it as a process of this machine");
        }

        return new ExecutorPlugin
        {
            Name = name,
            Command = command,
            Environment = Variables(container),
            Port = FirstPort(container),
            Id = name + "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest.GetRawText())))[..12],
        };
    }

    private static int FirstPort(JsonElement container) =>
        container.TryGetProperty("ports", out var ports) && ports.ValueKind == JsonValueKind.Array && ports.GetArrayLength() > 0
        && ports[0].TryGetProperty("containerPort", out var port) && int.TryParse(port.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static Dictionary<string, string> Variables(JsonElement container)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (container.TryGetProperty("env", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray().Where(item => item.TryGetProperty("value", out _)))
            {
                variables[item.GetProperty("name").ToString()] = item.GetProperty("value").ToString();
            }
        }

        return variables;
    }

    private static List<string> Texts(JsonElement map, string key) =>
        map.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];

    private static string? Text(JsonElement map, params string[] path) => TryGet(map, out var found, path) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static bool TryGet(JsonElement map, out JsonElement found, params string[] path)
    {
        found = map;
        foreach (var key in path)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(key, out found))
            {
                return false;
            }
        }

        return true;
    }
}
