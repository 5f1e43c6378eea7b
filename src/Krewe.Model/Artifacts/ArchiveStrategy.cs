namespace Krewe.Model;

/// <summary>How an artifact is packed: <c>tar</c> (default), <c>none</c> or <c>zip</c>.</summary>
public sealed record ArchiveStrategy
{
    public TarStrategy? Tar { get; init; }
    public NoneStrategy? None { get; init; }
    public ZipStrategy? Zip { get; init; }
}
