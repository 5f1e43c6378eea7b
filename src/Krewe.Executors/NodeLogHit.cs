namespace Krewe.Executors;

/// <summary>A line that a search found.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Line">The line.</param>
public sealed record NodeLogHit(long Number, NodeLogLine Line);
