using Krewe.Model.Documents;

namespace Krewe.Model.Conversion;

/// <summary>A manifest rewritten from Argo v3 to v4.</summary>
/// <param name="Document">The new document; the given one when nothing had to change.</param>
/// <param name="Changes">What was changed, as warnings with the place of the old field.</param>
public sealed record LegacyConversion(DocumentNode Document, IReadOnlyList<Diagnostic> Changes);
