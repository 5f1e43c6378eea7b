using Krewe.Client;

namespace Krewe.Cli.Manifests;

/// <summary>What was found wrong in one file.</summary>
internal sealed record LintFinding(string File, ErrorDiagnostic Diagnostic, string? Kind);
