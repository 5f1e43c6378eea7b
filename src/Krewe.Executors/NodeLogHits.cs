namespace Krewe.Executors;

/// <summary>What a search found.</summary>
/// <param name="Hits">The lines, in order.</param>
/// <param name="Next">Number of the line to go on from; null when the log has been looked through to its end.</param>
public sealed record NodeLogHits(IReadOnlyList<NodeLogHit> Hits, long? Next);
