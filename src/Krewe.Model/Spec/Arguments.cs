namespace Krewe.Model;

/// <summary>Parameters and artifacts passed to a template or a workflow.</summary>
public sealed record Arguments
{
    public IReadOnlyList<Parameter>? Parameters { get; init; }
    public IReadOnlyList<Artifact>? Artifacts { get; init; }
}
