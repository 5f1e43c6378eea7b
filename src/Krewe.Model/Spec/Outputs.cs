namespace Krewe.Model;

/// <summary>What a template gives; in a status: what it gave.</summary>
public sealed record Outputs
{
    public IReadOnlyList<Parameter>? Parameters { get; init; }
    public IReadOnlyList<Artifact>? Artifacts { get; init; }
    /// <summary>Captured standard output of a script or container, HTTP body, or data result.</summary>
    public string? Result { get; init; }
    /// <summary>Exit code of the main container, as text.</summary>
    public string? ExitCode { get; init; }
}
