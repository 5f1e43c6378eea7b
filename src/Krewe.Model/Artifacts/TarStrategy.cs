namespace Krewe.Model;

/// <summary>tar, gzip-compressed unless the level is 0.</summary>
public sealed record TarStrategy
{
    public int? CompressionLevel { get; init; }
}
