using System.Text;
using Krewe.Model.Documents;

namespace Krewe.Model.Writing;

/// <summary>Writes a document tree as block YAML in the layout of Go's encoder: list dashes under their key, multi-line text as blocks.</summary>
internal sealed class YamlWriter(bool sortKeys)
{
    /// <summary>A reader gives up on a plain key longer than this.</summary>
    private const int LongestSimpleKey = 120;

    private readonly StringBuilder _output = new();

    public string Write(DocumentNode root)
    {
        _output.Clear();
        switch (root)
        {
            case MapNode { Entries.Count: > 0 } map:
                WriteMap(map, 0, continuesLine: false);
                break;
            case ListNode { Items.Count: > 0 } list:
                WriteList(list, 0, continuesLine: false);
                break;
            default:
                WriteLeaf(root, 2, 0);
                break;
        }

        return _output.ToString();
    }

    private void WriteMap(MapNode map, int indent, bool continuesLine)
    {
        var entries = sortKeys ? map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal) : (IEnumerable<MapEntry>)map.Entries;
        foreach (var entry in entries)
        {
            _output.Append(' ', continuesLine ? 0 : indent);
            continuesLine = false;
            var key = YamlText.Key(entry.Key);
            if (key.Length > LongestSimpleKey)
            {
                _output.Append("? ").Append(key).Append('\n').Append(' ', indent);
                key = "";
            }

            _output.Append(key).Append(':');
            switch (entry.Value)
            {
                case MapNode { Entries.Count: > 0 } child:
                    _output.Append('\n');
                    WriteMap(child, indent + 2, continuesLine: false);
                    break;
                case ListNode { Items.Count: > 0 } child:
                    _output.Append('\n');
                    WriteList(child, indent, continuesLine: false);
                    break;
                default:
                    _output.Append(' ');
                    WriteLeaf(entry.Value, indent + 2, indent);
                    break;
            }
        }
    }

    private void WriteList(ListNode list, int indent, bool continuesLine)
    {
        foreach (var item in list.Items)
        {
            _output.Append(' ', continuesLine ? 0 : indent).Append("- ");
            continuesLine = false;
            switch (item)
            {
                case MapNode { Entries.Count: > 0 } child:
                    WriteMap(child, indent + 2, continuesLine: true);
                    break;
                case ListNode { Items.Count: > 0 } child:
                    WriteList(child, indent + 2, continuesLine: true);
                    break;
                default:
                    WriteLeaf(item, indent + 2, indent);
                    break;
            }
        }
    }

    private void WriteLeaf(DocumentNode node, int indent, int parentIndent)
    {
        switch (node)
        {
            case MapNode:
                _output.Append("{}\n");
                break;
            case ListNode:
                _output.Append("[]\n");
                break;
            case ScalarNode { Kind: ScalarKind.String } text when YamlText.IsBlock(text.Text):
                YamlText.AppendBlock(_output, text.Text, indent, parentIndent);
                break;
            case ScalarNode { Kind: ScalarKind.String } text:
                _output.Append(YamlText.Inline(text.Text)).Append('\n');
                break;
            default:
                _output.Append(((ScalarNode)node).Text).Append('\n');
                break;
        }
    }
}
