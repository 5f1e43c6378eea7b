namespace Krewe.Model;

/// <summary>Names a configured artifact repository.</summary>
public record ArtifactRepositoryRef
{
    public string? ConfigMap { get; init; }
    public string? Key { get; init; }
}
