using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Krewe.Model.Documents;

/// <summary>Builds document trees from JSON texts (several may follow each other).</summary>
internal sealed class JsonTreeReader(TreeBudget budget, DocumentLimits limits, byte[] utf8)
{
    private int _line = 1;
    private int _column = 1;
    private int _scanned;

    public void ReadAll(List<DocumentNode> documents)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth, AllowMultipleValues = true });
        while (reader.Read())
        {
            var root = ReadNode(ref reader, NodePath.Root);
            if (root is not ScalarNode { Kind: ScalarKind.Null })
            {
                documents.Add(root);
            }
        }
    }

    private DocumentNode ReadNode(ref Utf8JsonReader reader, NodePath path)
    {
        var location = Locate(reader.TokenStartIndex);
        budget.CountNode(location);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMap(ref reader, path, location);
            case JsonTokenType.StartArray:
                var items = new List<DocumentNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadNode(ref reader, path.Append(items.Count)));
                }

                return new ListNode(location, items);
            case JsonTokenType.String:
                return new ScalarNode(location, ScalarKind.String, Text(ref reader, location));
            case JsonTokenType.Number:
                return Number(Encoding.ASCII.GetString(reader.ValueSpan), location);
            case JsonTokenType.True:
                return new ScalarNode(location, ScalarKind.Boolean, "true");
            case JsonTokenType.False:
                return new ScalarNode(location, ScalarKind.Boolean, "false");
            default:
                return new ScalarNode(location, ScalarKind.Null, "null");
        }
    }

    private MapNode ReadMap(ref Utf8JsonReader reader, NodePath path, SourceLocation location)
    {
        var entries = new List<MapEntry>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var keyLocation = Locate(reader.TokenStartIndex);
            var key = Text(ref reader, keyLocation);
            reader.Read();
            var value = ReadNode(ref reader, path.Append(key));
            budget.Add(entries, index, new MapEntry(key, keyLocation, value), path);
        }

        return new MapNode(location, entries);
    }

    private static string Text(ref Utf8JsonReader reader, SourceLocation location)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new DocumentException(DiagnosticCode.Syntax, "the string holds half a surrogate pair or is not UTF-8", location);
        }
    }

    private static ScalarNode Number(string text, SourceLocation location)
    {
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return new ScalarNode(location, ScalarKind.Integer, text);
        }

        var real = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(real)
            ? new ScalarNode(location, ScalarKind.Float, GoNumber.Json(real))
            : throw new DocumentException(DiagnosticCode.Syntax, $"the number {text} is out of range", location);
    }

    /// <summary>Offsets only grow, so the whole text is counted through once.</summary>
    private SourceLocation Locate(long offset)
    {
        for (; _scanned < offset; _scanned++)
        {
            var b = utf8[_scanned];
            if (b == '\n')
            {
                (_line, _column) = (_line + 1, 1);
            }
            else if ((b & 0xC0) != 0x80)
            {
                // Four-byte sequences are two UTF-16 units.
                _column += b >= 0xF0 ? 2 : 1;
            }
        }

        return budget.At(_line, _column);
    }
}
