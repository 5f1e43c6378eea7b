namespace Krewe.Executors.Process.Logs;

/// <summary>One line of a container's output.</summary>
/// <param name="Time">When it was read from the process.</param>
/// <param name="IsError">Standard error rather than standard output.</param>
/// <param name="IsPartial">The text goes on in the next line of the same stream.</param>
/// <param name="Text">The text, without line end.</param>
public sealed record LogLine(DateTimeOffset Time, bool IsError, bool IsPartial, string Text)
{
    /// <summary>Name of the container.</summary>
    public string Container { get; init; } = "main";
}
