namespace Krewe.Model.Manifests;

/// <summary>Turns a path into the manifest files it stands for.</summary>
internal static class ManifestFiles
{
    public static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsManifest).Order(StringComparer.Ordinal)
        : [path];

    private static bool IsManifest(string file) => Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml" or ".json";
}
