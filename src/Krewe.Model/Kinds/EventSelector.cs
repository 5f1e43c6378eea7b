namespace Krewe.Model;

/// <summary>An expression over <c>namespace, discriminator, payload, metadata</c> that must give a boolean.</summary>
public sealed record EventSelector
{
    public string? Selector { get; init; }
}
