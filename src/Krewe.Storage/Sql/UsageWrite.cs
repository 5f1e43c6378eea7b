namespace Krewe.Storage.Sql;

/// <summary>What is added to one row of usage.</summary>
/// <param name="Level">One of the levels of <see cref="UsageSql"/>.</param>
/// <param name="Start">The stored day that the row's span begins with.</param>
/// <param name="Key">Whose it is.</param>
/// <param name="Figures">How much.</param>
public sealed record UsageWrite(int Level, long Start, UsageKey Key, UsageFigures Figures);
