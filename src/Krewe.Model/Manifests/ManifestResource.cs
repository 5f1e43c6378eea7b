namespace Krewe.Model;

/// <summary>One object of a manifest: exactly one of <see cref="Argo"/> and <see cref="Other"/> is set.</summary>
/// <param name="Kind">The kind, as written or by default.</param>
/// <param name="Argo">The typed resource; fields that had errors are absent in it.</param>
/// <param name="Other">An object of another kind.</param>
/// <param name="Source">Finds positions by path.</param>
public sealed record ManifestResource(string Kind, ArgoResource? Argo, KubernetesObject? Other, SourceMap Source)
{
    public ObjectMeta Metadata => Argo?.Metadata ?? Other!.Metadata;
}
