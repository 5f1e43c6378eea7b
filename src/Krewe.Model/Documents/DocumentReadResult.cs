namespace Krewe.Model.Documents;

/// <summary>Documents of a text; those before a syntax error are there, too.</summary>
/// <param name="Documents">Root of each document that is not empty.</param>
/// <param name="Diagnostics">Syntax errors, limits passed, duplicate keys.</param>
public sealed record DocumentReadResult(IReadOnlyList<DocumentNode> Documents, IReadOnlyList<Diagnostic> Diagnostics);
