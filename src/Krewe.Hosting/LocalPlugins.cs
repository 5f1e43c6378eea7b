using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Executors.Http.Plugins;
using Krewe.Model;
using Krewe.Model.Documents;

namespace Krewe.Hosting;

/// <summary>Executor plugins as manifests of a folder: <c>kind: ExecutorPlugin</c>, or the config map that Argo's tool builds from one.</summary>
internal static class LocalPlugins
{
    private const string Kind = "ExecutorPlugin";

    /// <summary>The plugins of a folder, in the order of their files' names.</summary>
    /// <exception cref="FormatException">A manifest of the folder is broken.</exception>
    public static async Task<IReadOnlyList<ExecutorPlugin>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var files = (Directory.Exists(folder) ? Directory.GetFiles(folder) : []).Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal);
        var read = await ManifestReader.Lenient.ReadFilesAsync(files, cancellationToken).ConfigureAwait(false);
        return read.Diagnostics.FirstOrDefault(item => item.Severity == Severity.Error) is { } wrong
            ? throw new FormatException($"executor plugin: {wrong}")
            : [.. read.Resources.Select(PluginOf).OfType<ExecutorPlugin>()];
    }

    private static ExecutorPlugin? PluginOf(ManifestResource resource) => (resource.Kind, resource.Other) switch
    {
        (Kind, { } plugin) => ExecutorPlugin.Read(plugin.Content),
        ("ConfigMap", { } map) when map.Metadata.Labels?.GetValueOrDefault("workflows.argoproj.io/configmap-type") == Kind => ExecutorPlugin.Read(Unpacked(map)),
        _ => null,
    };

    private static JsonElement Unpacked(KubernetesObject map)
    {
        var text = map.Content.TryGetProperty("data", out var data) && data.TryGetProperty("sidecar.container", out var container) ? container.GetString() : null;
        var read = DocumentReader.Read(text ?? "", null, DocumentLimits.Default);
        var plugin = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = map.Metadata.Name },
            ["spec"] = new JsonObject { ["sidecar"] = new JsonObject { ["container"] = read.Documents is [var only] ? JsonNode.Parse(DocumentJson.Of(only)) : null } },
        };
        return JsonSerializer.SerializeToElement(plugin);
    }
}
