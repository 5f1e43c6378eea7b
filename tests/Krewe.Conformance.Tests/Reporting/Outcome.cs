namespace Krewe.Conformance;

/// <summary>What came of a case.</summary>
public enum Outcome
{
    Passed,
    Failed,
    NotApplicable,
}
