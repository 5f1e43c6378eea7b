namespace Krewe.Model;

/// <summary>Settings of the artifact repository that apply to any store.</summary>
public sealed record ArtifactRepositoryConfig
{
    /// <summary>Whether the logs of all main containers are kept as artifacts.</summary>
    public bool? ArchiveLogs { get; init; }

    /// <summary>Key format of artifacts without a key of their own.</summary>
    public string? KeyFormat { get; init; }
}
