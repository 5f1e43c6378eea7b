namespace Krewe.Artifacts;

/// <summary>One stored object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Sha256">Hash of its content, lower-case hex.</param>
public sealed record StoredArtifact(string Key, long Size, string Sha256);
