using System.Text.Json;
using System.Text.RegularExpressions;
using Krewe.Testing;

namespace Krewe.Model.Tests;

/// <summary>All manifests of Argo's own test data, by path below its root.</summary>
internal static partial class Corpus
{
    private static readonly Lazy<Dictionary<string, string>> Kinds = new(ReadKinds);

    public static IReadOnlyList<string> Files()
    {
        Assert.SkipWhen(ConformanceData.Root is null, "Argo's test data is not on this machine (see KREWE_CONFORMANCE)");
        return [.. Directory.EnumerateFiles(ConformanceData.Root!, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json" && Path.GetFileName(file) != "index.json")
            .Select(file => Path.GetRelativePath(ConformanceData.Root!, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The text, placeholders for moments replaced by one.</summary>
    public static string Text(string file) => Moment().Replace(File.ReadAllText(ConformanceData.PathOf(file)), "${key} \"2024-01-02T03:04:05Z\"");

    /// <summary>Reads a manifest as the kind that the index says, where the file itself says none.</summary>
    public static ManifestSet Read(string file, Strictness strictness = Strictness.Strict) =>
        new ManifestReader(new ManifestReadOptions { DefaultKind = Kinds.Value.GetValueOrDefault(file), Strictness = strictness }).Read(Text(file), file);

    private static Dictionary<string, string> ReadKinds()
    {
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var index in Directory.EnumerateFiles(ConformanceData.Root!, "index.json", SearchOption.AllDirectories))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(index));
            Collect(json.RootElement, Path.GetFileName(Path.GetDirectoryName(index)!), kinds);
        }

        return kinds;
    }

    private static void Collect(JsonElement element, string set, Dictionary<string, string> kinds)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, set, kinds);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("file", out var file) && element.TryGetProperty("kind", out var kind) && file.ValueKind == JsonValueKind.String && kind.ValueKind == JsonValueKind.String)
            {
                kinds[$"{set}/{file.GetString()}"] = kind.GetString()!;
            }

            foreach (var property in element.EnumerateObject())
            {
                Collect(property.Value, set, kinds);
            }
        }
    }

    [GeneratedRegex(@"(?<key>\w+:)\s*(\{\s*""?\$time""?:[^}\n]*\}|\n\s+""?\$time""?:[^\n]*)")]
    private static partial Regex Moment();
}
