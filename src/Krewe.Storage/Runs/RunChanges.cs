namespace Krewe.Storage;

/// <summary>What changed after a number: each run once, in its latest state, in order of change.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="UpTo">Ask from here next time.</param>
/// <param name="TooOld">The number lies before what is remembered of deletions: list again.</param>
public sealed record RunChanges(IReadOnlyList<RunChange> Changes, long UpTo, bool TooOld = false);
