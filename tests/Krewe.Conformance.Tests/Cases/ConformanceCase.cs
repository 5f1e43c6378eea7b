using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>One case of a set.</summary>
public sealed class ConformanceCase
{
    private readonly string _json;

    public ConformanceCase(CaseSet set, JsonObject data)
    {
        Set = set;
        Name = data["case"]!.GetValue<string>();
        After = [.. (data["after"] as JsonArray ?? []).Select(name => name!.GetValue<string>())];
        _json = data.ToJsonString();
    }

    /// <summary>The set it belongs to.</summary>
    public CaseSet Set { get; }

    /// <summary>Unique in its set.</summary>
    public string Name { get; }

    /// <summary>Cases that ran before it on the same server.</summary>
    public IReadOnlyList<string> After { get; }

    /// <summary>A fresh copy of all that is said of it: nodes of JSON are not safe to share between threads.</summary>
    public JsonObject Data() => (JsonObject)JsonNode.Parse(_json, documentOptions: new System.Text.Json.JsonDocumentOptions { MaxDepth = 256 })!;
}
