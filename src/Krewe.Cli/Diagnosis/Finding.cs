namespace Krewe.Cli.Diagnosis;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Status">How it is.</param>
/// <param name="Message">What was found, and what follows from it.</param>
/// <param name="Advice">What to do; null where there is nothing to do.</param>
internal sealed record Finding(string Name, FindingStatus Status, string Message, string? Advice = null)
{
    public static Finding Good(string name, string message) => new(name, FindingStatus.Good, message);

    public static Finding Skipped(string name, string message) => new(name, FindingStatus.Skipped, message);

    public static Finding Warning(string name, string message, string advice) => new(name, FindingStatus.Warning, message, advice);

    public static Finding Failed(string name, string message, string advice) => new(name, FindingStatus.Failed, message, advice);
}
