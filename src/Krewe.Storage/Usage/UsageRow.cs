namespace Krewe.Storage;

/// <summary>Usage added up.</summary>
/// <param name="Start">First day of the span of time; it may lie before the first day asked for. The first day asked for where no spans are told apart.</param>
/// <param name="Key">Whose it is, as far as that was to be told apart.</param>
/// <param name="Figures">How much.</param>
public sealed record UsageRow(DateOnly Start, UsageKey Key, UsageFigures Figures);
