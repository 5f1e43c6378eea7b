namespace Krewe.Client;

/// <summary>An artifact as it lies in one run.</summary>
public sealed record ComparedArtifact
{
    /// <summary>Where the driver keeps it; null for one without a key.</summary>
    public string? Key { get; init; }

    /// <summary>Bytes, as stored; null when it does not lie in the server's own store.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256 of it as stored, lower-case hex; null when it does not lie in the server's own store.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether it was deleted, as its artifactGC says.</summary>
    public required bool IsDeleted { get; init; }
}
