namespace Krewe.Storage.Sql;

/// <summary>What databases say differently of usage.</summary>
/// <param name="Sum">The sum of a column.</param>
/// <param name="MonthOf">The first stored day of the month that the stored day of a column lies in.</param>
/// <param name="IsAmong">That a column's number is among those that a parameter holds.</param>
public sealed record UsageDialect(Func<string, string> Sum, Func<string, string> MonthOf, Func<string, string, string> IsAmong);
