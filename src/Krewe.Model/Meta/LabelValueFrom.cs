namespace Krewe.Model;

/// <summary>A label value computed by an expression.</summary>
public sealed record LabelValueFrom
{
    public string? Expression { get; init; }
}
