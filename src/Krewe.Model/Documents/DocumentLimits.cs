namespace Krewe.Model.Documents;

/// <summary>Bounds on what a manifest may cost to read.</summary>
public sealed record DocumentLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static DocumentLimits Default { get; } = new();

    /// <summary>Bytes (of a stream or file) or characters (of a string); default 16 MiB.</summary>
    public long MaxSize { get; init; } = 16L << 20;

    /// <summary>Maps and lists inside each other; default 250.</summary>
    public int MaxDepth { get; init; } = 250;

    /// <summary>Values in all documents of an input; default 1 million, about 150 MB while reading.</summary>
    public int MaxNodes { get; init; } = 1_000_000;

    /// <summary>Nodes and characters that YAML aliases and merge keys may add over the text; default 4 million.</summary>
    public long MaxExpansion { get; init; } = 4_000_000;
}
