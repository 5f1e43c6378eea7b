namespace Krewe.Storage;

/// <summary>How many runs a filter finds.</summary>
/// <param name="ByPhase">By phase; phases without a run are left out.</param>
/// <param name="AreAll">False when counting stopped at the bound: there are more.</param>
public sealed record RunCounts(IReadOnlyDictionary<string, long> ByPhase, bool AreAll);
