namespace Krewe.Storage.Sql;

/// <summary>Rows of one level that are part of an answer.</summary>
/// <param name="Level">One of the levels of <see cref="UsageSql"/>.</param>
/// <param name="First">The first stored day.</param>
/// <param name="Last">The last stored day.</param>
public readonly record struct UsageRange(int Level, long First, long Last);
