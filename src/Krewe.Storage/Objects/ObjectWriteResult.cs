namespace Krewe.Storage;

/// <summary>Answer to a write of an object.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Version">The version now stored (after a conflict the one in the way; 0 when there is no object).</param>
public readonly record struct ObjectWriteResult(ObjectWriteStatus Status, long Version);
