namespace Krewe.Model;

/// <summary>What a template takes.</summary>
public sealed record Inputs
{
    public IReadOnlyList<Parameter>? Parameters { get; init; }
    public IReadOnlyList<Artifact>? Artifacts { get; init; }
}
