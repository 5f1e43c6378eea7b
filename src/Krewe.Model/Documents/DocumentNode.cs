namespace Krewe.Model.Documents;

/// <summary>A value of a YAML or JSON document with its place. Aliased parts are shared: one node, several parents.</summary>
public abstract class DocumentNode(SourceLocation location)
{
    /// <summary>Where the value starts.</summary>
    public SourceLocation Location { get; } = location;

    /// <summary>What the value is, in words for messages.</summary>
    public abstract string Describe();

    /// <summary>Nodes and characters below, aliases expanded: what walking the tree costs.</summary>
    internal long Weight { get; private protected set; }
}
