namespace Krewe.Model;

/// <summary>A key of a Secret.</summary>
public sealed record SecretKeySelector
{
    public string? Name { get; init; }
    public string? Key { get; init; }
    public bool? Optional { get; init; }
}
