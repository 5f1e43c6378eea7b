namespace Krewe.Client;

/// <summary>Argo <c>Version</c>; <c>goVersion</c> is the runtime's.</summary>
public sealed record VersionInfo
{
    public required string Version { get; init; }
    public string BuildDate { get; init; } = "";
    public string GitCommit { get; init; } = "";
    public string GitTag { get; init; } = "";
    public string GitTreeState { get; init; } = "";
    public string GoVersion { get; init; } = "";
    public string Compiler { get; init; } = "";
    public string Platform { get; init; } = "";
}
