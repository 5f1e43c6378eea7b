using Krewe.Cli.Rendering;

namespace Krewe.Cli.Manifests;

/// <summary>Prints what linting found.</summary>
internal static class LintReport
{
    public static int Print(CliConsole console, LintResult result, bool simple)
    {
        if (result.Linted == 0)
        {
            console.Write(new StyledLine(new Span(console.Utf8 ? "✖ " : "", TextStyle.Red), "found nothing to lint in the specified paths, failing..."));
            return ExitCodes.Failure;
        }

        if (simple)
        {
            console.Write(result.Findings.Select(finding => ErrorText.Line(finding.Diagnostic)));
        }
        else
        {
            foreach (var file in result.Findings.GroupBy(finding => finding.File, StringComparer.Ordinal))
            {
                console.Write(new StyledLine(new Span(file.Key, TextStyle.Bold), ":"));
                console.Write(file.Select(finding => Indented(finding, console.Utf8)));
                console.Write(StyledLine.Empty);
            }
        }

        if (result.Errors > 0)
        {
            console.Write(new StyledLine(new Span(console.Utf8 ? "✖ " : "", TextStyle.Red), $"{result.Errors} linting errors found!"));
            return ExitCodes.Failure;
        }

        console.Write(new StyledLine(new Span(console.Utf8 ? "✔ " : "", TextStyle.Green), "no linting errors found!"));
        return ExitCodes.Success;
    }

    private static StyledLine Indented(LintFinding finding, bool utf8)
    {
        var mark = finding.Diagnostic.IsWarning ? new Span(utf8 ? "   ⚠ " : "   warning: ", TextStyle.Yellow) : new Span(utf8 ? "   ✖ " : "   error: ", TextStyle.Red);
        var diagnostic = finding.Diagnostic;
        var place = diagnostic.Line > 0 ? $"{finding.File}:{diagnostic.Line}:{diagnostic.Column}: " : "";
        var kind = finding.Kind is null ? "" : $"in {finding.Kind}: ";
        return new StyledLine(mark, place, $"{kind}{diagnostic.Message}");
    }
}
