namespace Krewe.Storage;

/// <summary>What a question for usage found.</summary>
/// <param name="Rows">Sums, in no order; rows whose figures are all zero may be missing.</param>
/// <param name="IsWhole">False: there are more rows than were to be read, and <paramref name="Rows"/> is empty.</param>
public sealed record UsageSums(IReadOnlyList<UsageRow> Rows, bool IsWhole = true);
