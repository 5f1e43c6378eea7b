namespace Krewe.Engine;

/// <summary>What of a run's usage is counted already.</summary>
/// <param name="Place">Where the run itself is counted.</param>
/// <param name="Usage">What it had used by then.</param>
public sealed record CountedUsage(UsagePlace Place, RunUsage Usage);
