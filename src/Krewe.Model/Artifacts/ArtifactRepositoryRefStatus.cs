using System.Text.Json;

namespace Krewe.Model;

/// <summary>The repository that a run resolved once and keeps.</summary>
public sealed record ArtifactRepositoryRefStatus : ArtifactRepositoryRef
{
    public string? Namespace { get; init; }
    public bool? Default { get; init; }
    public JsonElement? ArtifactRepository { get; init; }
}
