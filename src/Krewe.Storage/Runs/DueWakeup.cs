namespace Krewe.Storage;

/// <summary>A run whose wake-up has come.</summary>
/// <param name="RunId">Uid of the run.</param>
/// <param name="DueAt">When it was due.</param>
public readonly record struct DueWakeup(string RunId, DateTimeOffset DueAt);
