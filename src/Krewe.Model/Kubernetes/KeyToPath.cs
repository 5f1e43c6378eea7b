namespace Krewe.Model;

/// <summary>Maps a key to a relative path.</summary>
public sealed record KeyToPath
{
    public string? Key { get; init; }
    public string? Path { get; init; }
    public int? Mode { get; init; }
}
