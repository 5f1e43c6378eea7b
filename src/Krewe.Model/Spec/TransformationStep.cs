namespace Krewe.Model;

/// <summary>One expression applied to the data so far.</summary>
public sealed record TransformationStep
{
    public string? Expression { get; init; }
}
