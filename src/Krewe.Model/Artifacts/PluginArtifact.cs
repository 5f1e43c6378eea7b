namespace Krewe.Model;

/// <summary>Artifact served by an artifact plugin.</summary>
public sealed record PluginArtifact
{
    public string? Name { get; init; }
    public string? Configuration { get; init; }
    public int? ConnectionTimeoutSeconds { get; init; }
    public string? Key { get; init; }
}
