using Krewe.Model.Documents;

namespace Krewe.Model;

/// <summary>Keeps a document with very many faults from costing more than it is worth: after a thousand findings one says so.</summary>
internal static class DiagnosticLimit
{
    private const int Most = 1000;

    public static void Add(List<Diagnostic> diagnostics, Severity severity, DiagnosticCode code, string message, SourceLocation location, NodePath path)
    {
        if (diagnostics.Count < Most)
        {
            diagnostics.Add(new Diagnostic(severity, code, message, location, path.ToString()));
        }
        else if (diagnostics.Count == Most)
        {
            diagnostics.Add(new Diagnostic(Severity.Error, DiagnosticCode.Limit, "too many findings; the rest are not shown", location, ""));
        }
    }
}
