namespace Krewe.Storage;

/// <summary>One page of a snapshot.</summary>
/// <param name="Number">Position, from 0.</param>
/// <param name="Payload">Its bytes.</param>
public readonly record struct SnapshotPage(int Number, ReadOnlyMemory<byte> Payload);
