namespace Krewe.Model.Documents;

/// <summary>A map; keys are unique and in the order of the text.</summary>
public sealed class MapNode : DocumentNode
{
    private readonly Dictionary<string, int> _index;

    /// <summary>A map of entries whose keys are unique.</summary>
    public MapNode(SourceLocation location, IReadOnlyList<MapEntry> entries) : base(location)
    {
        Entries = entries;
        _index = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        long weight = 1;
        for (var i = 0; i < entries.Count; i++)
        {
            _index.Add(entries[i].Key, i);
            weight += 1 + entries[i].Key.Length + entries[i].Value.Weight;
        }

        Weight = weight;
    }

    public IReadOnlyList<MapEntry> Entries { get; }

    /// <summary>Value of a key, or null.</summary>
    public DocumentNode? this[string key] => Entry(key)?.Value;

    /// <summary>Entry of a key, or null.</summary>
    public MapEntry? Entry(string key) => _index.TryGetValue(key, out var i) ? Entries[i] : null;

    /// <summary>Text of a scalar entry, or null when it is missing, null or no scalar.</summary>
    public string? Text(string key) => this[key] is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;

    public override string Describe() => "a map";
}
