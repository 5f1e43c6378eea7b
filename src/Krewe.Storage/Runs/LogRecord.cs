namespace Krewe.Storage;

/// <summary>One record of a run's log, as it was committed.</summary>
/// <param name="CommitNo">Its position.</param>
/// <param name="Payload">Its bytes.</param>
public readonly record struct LogRecord(long CommitNo, ReadOnlyMemory<byte> Payload);
