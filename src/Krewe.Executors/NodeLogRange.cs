namespace Krewe.Executors;

/// <summary>Lines of a log by their numbers.</summary>
/// <param name="Total">How many whole lines the log has now.</param>
/// <param name="First">Number of the first line given; lines are numbered from 1.</param>
/// <param name="Lines">The lines. Fewer than were asked for when the log ends, or when they are very long.</param>
public sealed record NodeLogRange(long Total, long First, IReadOnlyList<NodeLogLine> Lines);
