using System.Globalization;
using System.Text.Json;

namespace Krewe.Model.Analysis;

/// <summary>Compares JSON documents value by value.</summary>
public static class JsonDifference
{
    /// <summary>All values that differ, in the order of the first document; what only the second has follows in its place.</summary>
    public static IEnumerable<ValueChange> Of(JsonElement? left, JsonElement? right) => Of("", left, right);

    private static IEnumerable<ValueChange> Of(string path, JsonElement? left, JsonElement? right)
    {
        if (left is { ValueKind: JsonValueKind.Object } && right is { ValueKind: JsonValueKind.Object })
        {
            return Members(left.Value.EnumerateObject().Select(member => (member.Name, member.Value)), right.Value.EnumerateObject().Select(member => (member.Name, member.Value)))
                .SelectMany(member => Of(path.Length == 0 ? member.Key : $"{path}.{member.Key}", member.Left, member.Right));
        }

        if (left is { ValueKind: JsonValueKind.Array } && right is { ValueKind: JsonValueKind.Array })
        {
            var byName = AreNamed(left.Value) && AreNamed(right.Value);
            return Members(Entries(left.Value, byName), Entries(right.Value, byName)).SelectMany(entry => Of($"{path}[{entry.Key}]", entry.Left, entry.Right));
        }

        var (before, after) = (Text(left), Text(right));
        return before == after ? [] : [new ValueChange(path, before, after)];
    }

    private static IEnumerable<(string Key, JsonElement? Left, JsonElement? Right)> Members(IEnumerable<(string Key, JsonElement Value)> left, IEnumerable<(string Key, JsonElement Value)> right)
    {
        var others = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var (key, value) in right)
        {
            if (others.TryAdd(key, value))
            {
                order.Add(key);
            }
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in left.Where(member => seen.Add(member.Key)))
        {
            yield return (key, value, others.TryGetValue(key, out var other) ? other : null);
        }

        foreach (var key in order.Where(key => !seen.Contains(key)))
        {
            yield return (key, null, others[key]);
        }
    }

    /// <summary>Whether each entry of a list has a name of its own.</summary>
    private static bool AreNamed(JsonElement list)
    {
        var names = list.EnumerateArray().Select(NameOf).ToList();
        return names.TrueForAll(name => name is { Length: > 0 }) && names.Distinct(StringComparer.Ordinal).Count() == names.Count;
    }

    private static IEnumerable<(string Key, JsonElement Value)> Entries(JsonElement list, bool byName) =>
        list.EnumerateArray().Select((entry, i) => (byName ? NameOf(entry)! : i.ToString(CultureInfo.InvariantCulture), entry));

    private static string? NameOf(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    private static string? Text(JsonElement? value) => value is not { } given ? null : given.ValueKind == JsonValueKind.String ? given.GetString() : given.GetRawText();
}
