namespace Krewe.Client.Wire;

/// <summary>Keys or values of labels.</summary>
public sealed record LabelsBody
{
    public IReadOnlyList<string>? Items { get; init; }
}
