namespace Krewe.Model;

/// <summary>Takes the manifest of a resource template from an artifact.</summary>
public sealed record ManifestFrom
{
    public Artifact? Artifact { get; init; }
}
