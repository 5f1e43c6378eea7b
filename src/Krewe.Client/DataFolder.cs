namespace Krewe.Client;

/// <summary>Where an engine keeps what it must not lose, and how others find it.</summary>
public sealed record DataFolder(string Path)
{
    /// <summary>Unix socket of the engine that owns the folder.</summary>
    public string SocketPath => System.IO.Path.Combine(Path, "krewe.sock");
}
