namespace Krewe.Executors;

/// <summary>One line that a container wrote.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="IsError">On standard error.</param>
/// <param name="Text">The text, without its line end.</param>
/// <param name="Next">Where the next line begins.</param>
public sealed record NodeLogLine(DateTimeOffset Time, bool IsError, string Text, NodeLogPosition Next);
