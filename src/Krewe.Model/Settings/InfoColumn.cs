namespace Krewe.Model;

/// <summary>Argo <c>Column</c>: a label or an annotation as a column of lists.</summary>
public sealed record InfoColumn
{
    public string Name { get; init; } = "";
    /// <summary><c>label</c> or <c>annotation</c>.</summary>
    public string Type { get; init; } = "";
    public string Key { get; init; } = "";
}
