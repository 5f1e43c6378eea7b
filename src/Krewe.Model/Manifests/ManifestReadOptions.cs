using Krewe.Model.Documents;

namespace Krewe.Model;

/// <summary>How manifests are read.</summary>
public sealed record ManifestReadOptions
{
    /// <summary>Default: <see cref="Strictness.Strict"/>.</summary>
    public Strictness Strictness { get; init; } = Strictness.Strict;

    /// <summary>Bounds on each input.</summary>
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    /// <summary>Kind of documents that name none (bodies of typed API calls); null: such a document is an error.</summary>
    public string? DefaultKind { get; init; }
}
