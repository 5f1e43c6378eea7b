using System.Text.Json;

namespace Krewe.Grains;

/// <summary>The labels that usage is told apart by, as its keys hold them: JSON in the order of the keys, empty for none.</summary>
public static class UsageLabels
{
    /// <summary>Picks the labels out of those of a run.</summary>
    /// <param name="keys">The keys wanted.</param>
    /// <param name="labels">Labels of the run.</param>
    public static string Write(IReadOnlyList<string> keys, IReadOnlyDictionary<string, string>? labels)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var picked = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (labels?.TryGetValue(key, out var value) == true)
            {
                picked[key] = value;
            }
        }

        return picked.Count == 0 ? "" : JsonSerializer.Serialize(picked);
    }

    /// <summary>The labels that a key holds.</summary>
    /// <param name="text">As <see cref="Write"/> gives it.</param>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(text)!;
    }
}
