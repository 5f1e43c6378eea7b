using System.Globalization;
using System.Text.Json.Nodes;

namespace Krewe.Hosting;

/// <summary>Changes of objects: JSON merge patches (RFC 7396) and JSON patches (RFC 6902). Pure.</summary>
internal static class JsonPatches
{
    /// <summary>The object with what the patch says; a null takes a member away.</summary>
    public static JsonObject Merge(JsonObject value, JsonObject patch)
    {
        var merged = (JsonObject)value.DeepClone();
        foreach (var (key, change) in patch)
        {
            if (change is null)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = change is JsonObject inner ? Merge(merged[key] as JsonObject ?? [], inner) : change.DeepClone();
            }
        }

        return merged;
    }

    /// <summary>The object after all operations, in order; all of them or none.</summary>
    /// <exception cref="ResourceFault">An operation is unknown, or has nothing to work on.</exception>
    public static JsonObject Apply(JsonObject value, JsonArray operations)
    {
        var root = (JsonObject)value.DeepClone();
        foreach (var operation in operations)
        {
            Apply(root, operation as JsonObject ?? throw new ResourceFault("a JSON patch is a list of operations"));
        }

        return root;
    }

    private static void Apply(JsonObject root, JsonObject operation)
    {
        var path = Text(operation, "path");
        switch (Text(operation, "op"))
        {
            case "add":
                Add(root, path, operation["value"]?.DeepClone());
                break;
            case "remove":
                Remove(root, path);
                break;
            case "replace":
                Remove(root, path);
                Add(root, path, operation["value"]?.DeepClone());
                break;
            case "move":
                Add(root, path, Remove(root, Text(operation, "from")));
                break;
            case "copy":
                Add(root, path, Find(root, Text(operation, "from"))?.DeepClone());
                break;
            case "test":
                if (!JsonNode.DeepEquals(Find(root, path), operation["value"]))
                {
                    throw new ResourceFault($"JSON patch: the value at '{path}' is not the expected one");
                }

                break;
            case var unknown:
                throw new ResourceFault($"JSON patch: unknown operation '{unknown}'; known are add, remove, replace, move, copy, test");
        }
    }

    private static void Add(JsonObject root, string path, JsonNode? value)
    {
        var (parent, key) = ParentOf(root, path);
        switch (parent)
        {
            case JsonObject map:
                map[key] = value;
                break;
            case JsonArray list when key == "-":
                list.Add(value);
                break;
            case JsonArray list when Index(key) is { } index && index <= list.Count:
                list.Insert(index, value);
                break;
            default:
                throw NothingAt(path);
        }
    }

    private static JsonNode? Remove(JsonObject root, string path)
    {
        var (parent, key) = ParentOf(root, path);
        switch (parent)
        {
            case JsonObject map when map.TryGetPropertyValue(key, out var there):
                map.Remove(key);
                return there;
            case JsonArray list when Index(key) is { } index && index < list.Count:
                var item = list[index];
                list.RemoveAt(index);
                return item;
            default:
                throw NothingAt(path);
        }
    }

    private static JsonNode? Find(JsonObject root, string path)
    {
        JsonNode? at = root;
        foreach (var key in Keys(path))
        {
            at = at switch
            {
                JsonObject map when map.TryGetPropertyValue(key, out var next) => next,
                JsonArray list when Index(key) is { } index && index < list.Count => list[index],
                _ => throw NothingAt(path),
            };
        }

        return at;
    }

    private static (JsonNode Parent, string Key) ParentOf(JsonObject root, string path)
    {
        var keys = Keys(path);
        if (keys.Length == 0)
        {
            throw new ResourceFault("JSON patch: the object itself cannot be replaced");
        }

        var parent = path[..path.LastIndexOf('/')];
        return (Find(root, parent) ?? throw NothingAt(parent), keys[^1]);
    }

    private static string[] Keys(string path)
    {
        if (path.Length == 0)
        {
            return [];
        }

        return path[0] == '/'
            ? [.. path[1..].Split('/').Select(key => key.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
            : throw new ResourceFault($"JSON patch: the path '{path}' must begin with a slash");
    }

    private static int? Index(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string Text(JsonObject operation, string member) =>
        operation[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new ResourceFault($"JSON patch: an operation lacks '{member}'");

    private static ResourceFault NothingAt(string path) => new($"JSON patch: there is nothing at '{path}'");
}
