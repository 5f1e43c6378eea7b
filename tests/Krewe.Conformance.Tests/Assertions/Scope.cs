using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>Where a path stands.</summary>
/// <param name="Value">The value there; null when missing.</param>
/// <param name="Key">The map key it was found under, for <c>eachKey</c>.</param>
/// <param name="Document">The document the path started in, for <c>rootNode</c>.</param>
public readonly record struct Scope(JsonNode? Value, string? Key, JsonNode? Document)
{
    /// <summary>The start of a path.</summary>
    public static Scope Of(JsonNode? document) => new(document, null, document);

    /// <summary>The elements of a list or the values of a map.</summary>
    public IEnumerable<Scope> Elements()
    {
        var document = Document;
        return Value switch
        {
            JsonArray list => list.Select(item => new Scope(item, null, document)),
            JsonObject map => map.Select(entry => new Scope(entry.Value, entry.Key, document)),
            _ => [],
        };
    }
}
