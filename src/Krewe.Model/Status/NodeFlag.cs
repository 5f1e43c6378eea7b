namespace Krewe.Model;

/// <summary>Marks nodes that a hook or a retry created.</summary>
public sealed record NodeFlag
{
    public bool? Hooked { get; init; }
    public bool? Retried { get; init; }
}
