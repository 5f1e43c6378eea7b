namespace Krewe.Storage;

/// <summary>Usage that a commit adds to what is counted.</summary>
/// <param name="Day">The day (UTC) that it belongs to.</param>
/// <param name="Key">Whose it is.</param>
/// <param name="Figures">How much.</param>
public sealed record UsageEntry(DateOnly Day, UsageKey Key, UsageFigures Figures);
