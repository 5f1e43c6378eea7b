namespace Krewe.Grains;

/// <summary>How usage is counted.</summary>
/// <param name="Labels">Keys of the labels that it is told apart by.</param>
public sealed record UsageSettings(IReadOnlyList<string> Labels);
