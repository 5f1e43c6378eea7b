namespace Krewe.Model;

/// <summary>A numeric loop, inclusive; counts down when start exceeds end.</summary>
public sealed record Sequence
{
    public IntOrString? Count { get; init; }
    public IntOrString? Start { get; init; }
    public IntOrString? End { get; init; }
    /// <summary>printf format of each value.</summary>
    public string? Format { get; init; }
}
