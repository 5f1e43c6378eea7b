using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>What the roots of one assertion stand for, looked up before it is evaluated.</summary>
public sealed class RootValues
{
    private readonly Dictionary<string, JsonNode?> _values = new(StringComparer.Ordinal);

    /// <summary>Keeps what a root stands for.</summary>
    public void Set(JsonObject root, JsonNode? value) => _values[root.ToJsonString()] = value;

    /// <summary>Whether the root was looked up.</summary>
    public bool Has(JsonObject root) => _values.ContainsKey(root.ToJsonString());

    /// <summary>What it stands for.</summary>
    public JsonNode? Get(JsonObject root) => _values.TryGetValue(root.ToJsonString(), out var value)
        ? value
        : throw new InvalidOperationException($"root {root.ToJsonString()} was not looked up");

    /// <summary>All roots named anywhere in a piece of a case, inner ones first.</summary>
    public static IEnumerable<JsonObject> RootsIn(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var root in map.SelectMany(entry => RootsIn(entry.Value)))
                {
                    yield return root;
                }

                if (map["root"] is JsonObject own)
                {
                    yield return own;
                }

                break;
            case JsonArray list:
                foreach (var root in list.SelectMany(RootsIn))
                {
                    yield return root;
                }

                break;
        }
    }
}
