namespace Krewe.Model;

/// <summary>A file or directory passed between steps (Argo <c>Artifact</c>).</summary>
public record Artifact : ArtifactLocation
{
    public string? Name { get; init; }
    public string? Path { get; init; }
    /// <summary>File mode as a decimal number, 0 to 511 (0777).</summary>
    public int? Mode { get; init; }
    public string? From { get; init; }
    public string? FromExpression { get; init; }
    public string? GlobalName { get; init; }
    public ArchiveStrategy? Archive { get; init; }
    public bool? Optional { get; init; }
    public string? SubPath { get; init; }
    public bool? RecurseMode { get; init; }
    public ArtifactGC? ArtifactGC { get; init; }
    public bool? Deleted { get; init; }
}
