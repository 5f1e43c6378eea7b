using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Krewe.Model.Documents;

/// <summary>Builds document trees from YAML events. Depth, size and alias expansion are bounded by <see cref="TreeBudget"/>.</summary>
internal sealed class YamlTreeReader(TreeBudget budget)
{
    private readonly Dictionary<string, DocumentNode?> _anchors = new(StringComparer.Ordinal);

    /// <summary>Adds each document that is not empty to a list, so that those before a syntax error are kept.</summary>
    public void ReadAll(string text, List<DocumentNode> documents)
    {
        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        parser.Consume<StreamStart>();
        while (!parser.Accept<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            _anchors.Clear();
            var root = ReadNode(parser, 1, NodePath.Root);
            parser.Consume<DocumentEnd>();
            if (root is not ScalarNode { Kind: ScalarKind.Null })
            {
                documents.Add(root);
            }
        }
    }

    private DocumentNode ReadNode(Parser parser, int depth, NodePath path)
    {
        var location = budget.At(parser.Current!.Start.Line, parser.Current.Start.Column);
        budget.CountNode(location);
        switch (parser.Current)
        {
            case Scalar scalar:
                parser.MoveNext();
                return Anchor(scalar.Anchor, ReadScalar(scalar, location));
            case AnchorAlias alias:
                parser.MoveNext();
                return Resolve(alias, location);
            case MappingStart map:
                budget.CheckDepth(depth, location);
                Open(map.Anchor);
                return Anchor(map.Anchor, ReadMap(parser, depth, path, location));
            case SequenceStart sequence:
                budget.CheckDepth(depth, location);
                Open(sequence.Anchor);
                return Anchor(sequence.Anchor, ReadList(parser, depth, path, location));
            default:
                throw new DocumentException(DiagnosticCode.Syntax, "unexpected content", location);
        }
    }

    private static ScalarNode ReadScalar(Scalar scalar, SourceLocation location)
    {
        var tag = scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific ? null : scalar.Tag.Value;
        var plain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any && !scalar.Tag.IsNonSpecific;
        var (kind, value) = YamlScalar.Resolve(scalar.Value, tag, plain, out var error);
        return error is null
            ? new ScalarNode(location, kind, value, isYaml: true, word: kind == ScalarKind.Boolean && !string.Equals(scalar.Value, value, StringComparison.OrdinalIgnoreCase) ? scalar.Value : null)
            : throw new DocumentException(DiagnosticCode.Syntax, error, location);
    }

    private ListNode ReadList(Parser parser, int depth, NodePath path, SourceLocation location)
    {
        parser.MoveNext();
        var items = new List<DocumentNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(parser, depth + 1, path.Append(items.Count)));
        }

        return new ListNode(location, items);
    }

    private MapNode ReadMap(Parser parser, int depth, NodePath path, SourceLocation location)
    {
        parser.MoveNext();
        var entries = new List<MapEntry>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        List<DocumentNode>? merged = null;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var isMerge = parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            var keyNode = ReadNode(parser, depth + 1, path);
            if (isMerge)
            {
                (merged ??= []).Add(ReadNode(parser, depth + 1, path));
                continue;
            }

            var key = KeyText(keyNode);
            var value = ReadNode(parser, depth + 1, path.Append(key));
            budget.Add(entries, index, new MapEntry(key, keyNode.Location, value) { Word = (keyNode as ScalarNode)?.Word }, path);
        }

        foreach (var source in merged ?? [])
        {
            Merge(source, entries, index);
        }

        return new MapNode(location, entries);
    }

    /// <summary>Merge keys: what stands in the map itself wins, then the first source that has a key.</summary>
    private void Merge(DocumentNode source, List<MapEntry> entries, Dictionary<string, int> index)
    {
        switch (source)
        {
            case MapNode map:
                budget.CountExpansion(map.Entries.Count, map.Location);
                foreach (var entry in map.Entries)
                {
                    if (index.TryAdd(entry.Key, entries.Count))
                    {
                        entries.Add(entry);
                    }
                }

                break;
            case ListNode list when list.Items.All(item => item is MapNode):
                foreach (var item in list.Items)
                {
                    Merge(item, entries, index);
                }

                break;
            default:
                throw new DocumentException(DiagnosticCode.Syntax, $"\"<<\" needs a map or a list of maps, not {source.Describe()}", source.Location);
        }
    }

    private static string KeyText(DocumentNode key) => key switch
    {
        ScalarNode { Kind: not ScalarKind.Null } scalar => scalar.Text,
        _ => throw new DocumentException(DiagnosticCode.Syntax, $"a key must be a string, number or boolean, not {key.Describe()}", key.Location),
    };

    private void Open(AnchorName anchor)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = null;
        }
    }

    private DocumentNode Anchor(AnchorName anchor, DocumentNode node)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }

        return node;
    }

    private DocumentNode Resolve(AnchorAlias alias, SourceLocation location)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new DocumentException(DiagnosticCode.Syntax, $"unknown anchor \"{alias.Value.Value}\"", location);
        }

        if (node is null)
        {
            throw new DocumentException(DiagnosticCode.Syntax, $"anchor \"{alias.Value.Value}\" contains itself", location);
        }

        budget.CountExpansion(node.Weight, location);
        return node;
    }
}
