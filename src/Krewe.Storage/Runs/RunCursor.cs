namespace Krewe.Storage;

/// <summary>A place in a list ordered by creation (newest first), then uid.</summary>
/// <param name="CreatedAt">Creation of the last row seen.</param>
/// <param name="Uid">Uid of the last row seen.</param>
public sealed record RunCursor(DateTimeOffset CreatedAt, string Uid);
