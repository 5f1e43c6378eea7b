using Krewe.Testing;

namespace Krewe.Model.Tests;

/// <summary>All manifests of Argo's own test data, by path below its root.</summary>
internal static class Corpus
{
    public static IReadOnlyList<string> Files()
    {
        Assert.SkipWhen(ConformanceData.Root is null, "Argo's test data is not on this machine (see KREWE_CONFORMANCE)");
        return [.. Directory.EnumerateFiles(ConformanceData.Root!, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal) || (file.EndsWith(".json", StringComparison.Ordinal) && !file.EndsWith("index.json", StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(ConformanceData.Root!, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
    }

    public static string Text(string file) => File.ReadAllText(ConformanceData.PathOf(file));
}
