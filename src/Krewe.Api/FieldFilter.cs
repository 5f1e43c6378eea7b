using System.Text.Json;
using System.Text.Json.Nodes;

namespace Krewe.Api;

/// <summary>Argo's <c>fields</c> parameter: dotted paths to keep or, after a leading minus, to leave out. Lists are passed through.</summary>
internal sealed class FieldFilter
{
    private readonly string[] _paths;
    private readonly bool _exclude;

    private FieldFilter(string[] paths, bool exclude)
    {
        _paths = paths;
        _exclude = exclude;
    }

    /// <summary>Whether it changes nothing.</summary>
    public bool IsNone => _exclude && _paths.Length == 0;

    public static FieldFilter Parse(string? fields)
    {
        if (string.IsNullOrWhiteSpace(fields))
        {
            return new FieldFilter([], exclude: true);
        }

        var exclude = fields.StartsWith('-');
        return new FieldFilter(fields.TrimStart('-').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), exclude);
    }

    /// <summary>Whether a value at this path can be in the answer, so that costly parts need not be made.</summary>
    public bool Wants(string path) => _exclude
        ? !_paths.Any(excluded => path == excluded || path.StartsWith(excluded + ".", StringComparison.Ordinal))
        : _paths.Any(kept => Related(kept, path));

    public JsonElement Apply(JsonElement value)
    {
        if (_paths.Length == 0)
        {
            return value;
        }

        var node = JsonSerializer.SerializeToNode(value, Client.Wire.WireJson.Default.JsonElement);
        Clean(node, "");
        return JsonSerializer.SerializeToElement(node!, FieldFilterJson.Default.JsonNode);
    }

    private static bool Related(string kept, string path) =>
        path == kept || path.StartsWith(kept + ".", StringComparison.Ordinal) || kept.StartsWith(path + ".", StringComparison.Ordinal);

    private void Clean(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Clean(item, path);
                }

                break;
            case JsonObject properties:
                foreach (var (key, value) in properties.ToList())
                {
                    var inner = path.Length == 0 ? key : $"{path}.{key}";
                    if (!Wants(inner))
                    {
                        properties.Remove(key);
                    }
                    else
                    {
                        Clean(value, inner);
                    }
                }

                break;
        }
    }
}
