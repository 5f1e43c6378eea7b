namespace Krewe.Model;

/// <summary>A field of the pod, such as <c>metadata.name</c>.</summary>
public sealed record ObjectFieldSelector
{
    public string? ApiVersion { get; init; }
    public string? FieldPath { get; init; }
}
