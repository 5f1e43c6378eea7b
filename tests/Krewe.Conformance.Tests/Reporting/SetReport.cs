namespace Krewe.Conformance;

/// <summary>The results of one set.</summary>
public sealed record SetReport(string Set, IReadOnlyDictionary<string, CaseResult> Results, TimeSpan Took)
{
    public int Count(Outcome outcome) => Results.Values.Count(result => result.Outcome == outcome);

    /// <summary>The cases with that outcome, by name.</summary>
    public IEnumerable<KeyValuePair<string, CaseResult>> With(Outcome outcome) =>
        Results.Where(entry => entry.Value.Outcome == outcome).OrderBy(entry => entry.Key, StringComparer.Ordinal);

    /// <summary>One line: what the whole set came to.</summary>
    public string Summary() => FormattableString.Invariant(
        $"{Set,-11} {Count(Outcome.Passed),4} passed  {Count(Outcome.Failed),4} failed  {Count(Outcome.NotApplicable),4} not applicable  ({Took.TotalSeconds:0.0}s)");
}
