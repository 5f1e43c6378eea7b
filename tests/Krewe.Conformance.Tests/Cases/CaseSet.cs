using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>One folder of the data: its index and its files.</summary>
public sealed class CaseSet
{
    private CaseSet(string root, string name)
    {
        Root = root;
        Name = name;
        var index = JsonNode.Parse(File.ReadAllText(Path.Combine(root, name, "index.json")), documentOptions: new System.Text.Json.JsonDocumentOptions { MaxDepth = 256 })!;
        Cases = [.. index["cases"]!.AsArray().Select(entry => new ConformanceCase(this, (JsonObject)entry!))];
    }

    /// <summary>Folder of all sets.</summary>
    public string Root { get; }

    /// <summary>Name of the set and of its folder.</summary>
    public string Name { get; }

    /// <summary>Its cases, in the order of the index.</summary>
    public IReadOnlyList<ConformanceCase> Cases { get; }

    /// <summary>Reads a set; null where the data has none of that name.</summary>
    public static CaseSet? Open(string root, string name) => File.Exists(Path.Combine(root, name, "index.json")) ? new CaseSet(root, name) : null;

    /// <summary>Path of one of its files.</summary>
    public string PathOf(string file) => Path.Combine(Root, Name, file);

    /// <summary>Text of one of its files, times relative to now filled in.</summary>
    public string Text(string file, DateTimeOffset now) => TimeText.ResolveYaml(File.ReadAllText(PathOf(file)), now);
}
