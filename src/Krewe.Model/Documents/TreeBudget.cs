namespace Krewe.Model.Documents;

/// <summary>Counts what a text costs while it is read, and collects findings that do not end the reading.</summary>
internal sealed class TreeBudget(string? file, DocumentLimits limits)
{
    private int _nodes;
    private long _expansion;

    public List<Diagnostic> Diagnostics { get; } = [];

    public SourceLocation At(long line, long column) => new(file, (int)Math.Min(line, int.MaxValue), (int)Math.Min(column, int.MaxValue));

    public void CountNode(SourceLocation location)
    {
        if (++_nodes > limits.MaxNodes)
        {
            throw new DocumentException(DiagnosticCode.Limit, $"more than {limits.MaxNodes} values", location);
        }
    }

    public void CheckDepth(int depth, SourceLocation location)
    {
        if (depth > limits.MaxDepth)
        {
            throw new DocumentException(DiagnosticCode.Limit, $"nested more than {limits.MaxDepth} levels deep", location);
        }
    }

    public void CountExpansion(long weight, SourceLocation location)
    {
        _expansion += weight;
        if (_expansion > limits.MaxExpansion)
        {
            throw new DocumentException(DiagnosticCode.Limit, "aliases expand to too large a document", location);
        }
    }

    /// <summary>Adds an entry; of two with one key the last counts, as for Go, and the second is reported.</summary>
    public void Add(List<MapEntry> entries, Dictionary<string, int> index, MapEntry entry, NodePath path)
    {
        if (index.TryGetValue(entry.Key, out var first))
        {
            var message = $"key \"{NodePath.Shorten(entry.Key)}\" is already set in line {entries[first].KeyLocation.Line}";
            DiagnosticLimit.Add(Diagnostics, Severity.Error, DiagnosticCode.DuplicateKey, message, entry.KeyLocation, path.Append(entry.Key));
            entries[first] = entry;
        }
        else
        {
            index.Add(entry.Key, entries.Count);
            entries.Add(entry);
        }
    }
}
