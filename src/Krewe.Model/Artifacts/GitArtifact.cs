namespace Krewe.Model;

/// <summary>A Git repository, cloned as an input.</summary>
public sealed record GitArtifact
{
    public string? Repo { get; init; }
    public string? Revision { get; init; }
    public long? Depth { get; init; }
    public IReadOnlyList<string>? Fetch { get; init; }
    public SecretKeySelector? UsernameSecret { get; init; }
    public SecretKeySelector? PasswordSecret { get; init; }
    public SecretKeySelector? SshPrivateKeySecret { get; init; }
    public bool? InsecureIgnoreHostKey { get; init; }
    public bool? DisableSubmodules { get; init; }
    public bool? SingleBranch { get; init; }
    public string? Branch { get; init; }
    public bool? InsecureSkipTLS { get; init; }
}
