namespace Krewe.Conformance;

/// <summary>What came of one case, and why if it did not pass.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why it failed or does not apply.</param>
/// <param name="Detail">More, for tables: the phase an example ended in.</param>
public sealed record CaseResult(Outcome Outcome, string? Reason = null, string? Detail = null)
{
    public static CaseResult Passed { get; } = new(Outcome.Passed);

    public static CaseResult Failed(string reason, string? detail = null) => new(Outcome.Failed, reason, detail);

    public static CaseResult NotApplicable(string reason) => new(Outcome.NotApplicable, reason);
}
