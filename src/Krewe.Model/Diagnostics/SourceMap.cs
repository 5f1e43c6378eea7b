using Krewe.Model.Documents;

namespace Krewe.Model;

/// <summary>Finds the place in the text of any path of a resource that was read. Immutable.</summary>
public sealed class SourceMap(DocumentNode? root)
{
    /// <summary>For resources that no text stands behind: every location is unknown.</summary>
    public static SourceMap Empty { get; } = new(null);

    /// <summary>The resource as it was written, or null for <see cref="Empty"/>.</summary>
    public DocumentNode? Root { get; } = root;

    /// <summary>Start of the resource.</summary>
    public SourceLocation Start => Root?.Location ?? default;

    /// <summary>The node at a path, or null when the text has none there.</summary>
    public DocumentNode? Find(string path)
    {
        var node = Walk(path, out _, out var complete);
        return complete ? node : null;
    }

    /// <summary>
    /// The place of a path: of the key for a map entry, of the value for a list element. Where the text has no such path
    /// (a field that is missing), the place of the nearest part that it has.
    /// </summary>
    public SourceLocation Locate(string path)
    {
        Walk(path, out var location, out _);
        return location;
    }

    private DocumentNode? Walk(string path, out SourceLocation location, out bool complete)
    {
        var node = Root;
        location = Start;
        complete = false;
        if (node is null || DocumentPath.Split(path) is not { } parts)
        {
            return node;
        }

        foreach (var part in parts)
        {
            switch (node, part)
            {
                case (MapNode map, string key) when Entry(map, key) is { } entry:
                    node = entry.Value;
                    location = entry.KeyLocation;
                    break;
                case (ListNode list, int index) when index < list.Items.Count:
                    node = list.Items[index];
                    location = node.Location;
                    break;
                default:
                    return node;
            }
        }

        complete = true;
        return node;
    }

    // A lenient read accepts keys in another case, so positions must be found by them too.
    private static MapEntry? Entry(MapNode map, string key) =>
        map.Entry(key) ?? map.Entries.FirstOrDefault(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase));
}
