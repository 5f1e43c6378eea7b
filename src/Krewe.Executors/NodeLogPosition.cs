namespace Krewe.Executors;

/// <summary>A place in the log of a node.</summary>
/// <param name="Attempt">Which attempt's file.</param>
/// <param name="Offset">Byte in that file.</param>
public readonly record struct NodeLogPosition(int Attempt, long Offset)
{
    /// <summary>The beginning.</summary>
    public static NodeLogPosition Start => default;
}
