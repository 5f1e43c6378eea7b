namespace Krewe.Model;

/// <summary>Name of an object that may be missing when <see cref="Optional"/>.</summary>
public sealed record OptionalObjectReference
{
    public string? Name { get; init; }
    public bool? Optional { get; init; }
}
