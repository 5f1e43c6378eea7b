using System.Globalization;
using Krewe.Model.Documents;

namespace Krewe.Model.Tests;

/// <summary>
/// Compares a manifest as written with what came back from the typed model. Allowed differences: nulls are absent, scalars in
/// string fields are strings, whole floats are integers, times are in UTC, and nodes always have id, name and type (as Go writes them).
/// </summary>
internal static class TreeComparison
{
    public static IEnumerable<string> Differences(DocumentNode source, DocumentNode result, string path = "")
    {
        switch (source, result)
        {
            case (MapNode left, MapNode right):
                return left.Entries.SelectMany(entry => (entry.Value, right[entry.Key]) switch
                {
                    (ScalarNode { Kind: ScalarKind.Null }, null) => [],
                    (_, null) => [$"{DocumentPath.Append(path, entry.Key)} is lost"],
                    (_, { } other) => Differences(entry.Value, other, DocumentPath.Append(path, entry.Key)),
                }).Concat(right.Entries
                    .Where(entry => left[entry.Key] is null && !(path.Length == 0 && entry.Key is "apiVersion" or "kind" or "metadata" or "spec"))
                    .Where(entry => !(path.StartsWith("status.nodes", StringComparison.Ordinal) && entry is { Key: "id" or "name" or "type", Value: ScalarNode { Text: "" } }))
                    .Select(entry => $"{DocumentPath.Append(path, entry.Key)} was added"));
            case (ListNode left, ListNode right) when left.Items.Count == right.Items.Count:
                return left.Items.Zip(right.Items).SelectMany((pair, i) => Differences(pair.First, pair.Second, DocumentPath.Append(path, i)));
            case (ScalarNode left, ScalarNode right) when SameScalar(left, right):
            case (ScalarNode { Kind: ScalarKind.Null }, MapNode { Entries.Count: 0 } or ListNode { Items.Count: 0 }):
                return [];
            default:
                return [$"{path}: {source.Describe()} became {result.Describe()}"];
        }
    }

    private static bool SameScalar(ScalarNode left, ScalarNode right)
    {
        if (left.Kind == ScalarKind.Null)
        {
            return right.Kind == ScalarKind.Null || right.Text.Length == 0;
        }

        if (left.Text == right.Text)
        {
            return left.Kind == right.Kind || right.Kind == ScalarKind.String;
        }

        return (double.TryParse(left.Text, CultureInfo.InvariantCulture, out var a) && double.TryParse(right.Text, CultureInfo.InvariantCulture, out var b) && left.Kind != ScalarKind.String && a.Equals(b))
            || (DateTimeOffset.TryParse(left.Text, CultureInfo.InvariantCulture, out var t) && DateTimeOffset.TryParse(right.Text, CultureInfo.InvariantCulture, out var u) && t.ToUnixTimeSeconds() == u.ToUnixTimeSeconds());
    }
}
