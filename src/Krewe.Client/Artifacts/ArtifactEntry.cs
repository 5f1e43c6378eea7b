namespace Krewe.Client;

/// <summary>An artifact of a run.</summary>
public sealed record ArtifactEntry
{
    public required string NodeId { get; init; }
    public required string NodeName { get; init; }
    public string? TemplateName { get; init; }
    public required string Name { get; init; }
    /// <summary>Whether it is an input of the node; else an output.</summary>
    public bool IsInput { get; init; }
    /// <summary>Where the driver keeps it.</summary>
    public string? Key { get; init; }
    /// <summary>Bytes, if known.</summary>
    public long? Size { get; init; }
}
