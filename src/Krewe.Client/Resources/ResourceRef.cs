namespace Krewe.Client;

/// <summary>Names one stored definition.</summary>
public sealed record ResourceRef(ResourceKind Kind, string Namespace, string Name);
