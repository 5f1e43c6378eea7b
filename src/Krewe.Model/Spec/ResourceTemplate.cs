namespace Krewe.Model;

/// <summary>An operation on a Kubernetes object.</summary>
public sealed record ResourceTemplate
{
    /// <summary><c>get</c>, <c>create</c>, <c>apply</c>, <c>delete</c>, <c>replace</c> or <c>patch</c>.</summary>
    public string? Action { get; init; }
    public string? MergeStrategy { get; init; }
    public string? Manifest { get; init; }
    public ManifestFrom? ManifestFrom { get; init; }
    public bool? SetOwnerReference { get; init; }
    public string? SuccessCondition { get; init; }
    public string? FailureCondition { get; init; }
    public IReadOnlyList<string>? Flags { get; init; }
}
