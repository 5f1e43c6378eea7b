using System.Text.Json;

namespace Krewe.Conformance;

/// <summary>What is known of why cases fail (<c>causes.json</c>): set and beginning of the case's name to cause.</summary>
internal static class FailureCauses
{
    /// <summary>The cause with the longest beginning that fits; null when none was found yet.</summary>
    public static string? Of(string set, string name) => Read()
        .Where(entry => $"{set}/{name}".StartsWith(entry.Key, StringComparison.Ordinal))
        .OrderByDescending(entry => entry.Key.Length)
        .Select(entry => entry.Value)
        .FirstOrDefault();

    private static Dictionary<string, string> Read() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "causes.json")))!;
}
