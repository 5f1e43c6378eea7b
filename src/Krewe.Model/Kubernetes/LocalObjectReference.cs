namespace Krewe.Model;

/// <summary>Name of an object in the same namespace.</summary>
public sealed record LocalObjectReference
{
    public string? Name { get; init; }
}
