namespace Krewe.Model.Documents;

/// <summary>Ends the reading of a text that cannot be understood; never leaves <see cref="DocumentReader"/>.</summary>
internal sealed class DocumentException(DiagnosticCode code, string message, SourceLocation location) : Exception(message)
{
    public Diagnostic ToDiagnostic() => new(Severity.Error, code, Message, location, "");
}
