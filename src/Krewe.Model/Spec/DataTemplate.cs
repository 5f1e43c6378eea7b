namespace Krewe.Model;

/// <summary>Lists artifacts and transforms the list.</summary>
public sealed record DataTemplate
{
    public DataSource? Source { get; init; }
    public IReadOnlyList<TransformationStep>? Transformation { get; init; }
}
