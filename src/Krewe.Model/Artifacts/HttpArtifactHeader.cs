namespace Krewe.Model;

/// <summary>A header of an HTTP artifact request.</summary>
public sealed record HttpArtifactHeader
{
    public string? Name { get; init; }
    public string? Value { get; init; }
}
