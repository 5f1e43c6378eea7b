namespace Krewe.Model.Documents;

/// <summary>
/// A path that is put into text only when a finding needs it: a text per node would let a document with one huge key cost its
/// square.
/// </summary>
internal sealed class NodePath
{
    private const int LongestKey = 200;

    private readonly NodePath? _parent;
    private readonly string? _key;
    private readonly int _index;

    private NodePath(NodePath? parent, string? key, int index) => (_parent, _key, _index) = (parent, key, index);

    public static NodePath Root { get; } = new(null, null, 0);

    public NodePath Append(string key) => new(this, key, 0);

    public NodePath Append(int index) => new(this, null, index);

    public override string ToString()
    {
        if (_parent is null)
        {
            return "";
        }

        var parent = _parent.ToString();
        return _key is null ? DocumentPath.Append(parent, _index) : DocumentPath.Append(parent, Shorten(_key));
    }

    /// <summary>A key as messages show it.</summary>
    public static string Shorten(string key) => key.Length <= LongestKey ? key : key[..LongestKey] + "...";
}
