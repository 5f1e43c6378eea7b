namespace Krewe.Cli.Manifests;

/// <summary>Outcome of linting.</summary>
/// <param name="Findings">Errors and warnings, file by file.</param>
/// <param name="Linted">Number of resources that were looked at.</param>
internal sealed record LintResult(IReadOnlyList<LintFinding> Findings, int Linted)
{
    public int Errors => Findings.Count(finding => !finding.Diagnostic.IsWarning);
}
