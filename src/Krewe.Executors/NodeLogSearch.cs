namespace Krewe.Executors;

/// <summary>What to look for in a log.</summary>
/// <param name="Text">The text, or a regular expression that needs no back-tracking.</param>
/// <param name="IsRegex">Whether it is a regular expression.</param>
/// <param name="IgnoreCase">Whether upper and lower case are the same.</param>
/// <param name="From">Number of the first line to look at.</param>
/// <param name="Limit">At most so many lines are given.</param>
/// <param name="Patience">How long to look; the answer then says where to go on.</param>
public sealed record NodeLogSearch(string Text, bool IsRegex, bool IgnoreCase, long From, int Limit, TimeSpan Patience);
