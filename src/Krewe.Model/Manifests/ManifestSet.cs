namespace Krewe.Model;

/// <summary>What a text or a set of files gave.</summary>
/// <param name="Resources">All objects in order, <c>List</c> kinds flattened.</param>
/// <param name="Diagnostics">All findings of all documents, in order of place.</param>
public sealed record ManifestSet(IReadOnlyList<ManifestResource> Resources, IReadOnlyList<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>The resources of one kind.</summary>
    public IEnumerable<T> Of<T>() where T : ArgoResource => Resources.Select(resource => resource.Argo).OfType<T>();
}
