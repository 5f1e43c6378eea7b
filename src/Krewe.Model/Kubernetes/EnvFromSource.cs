namespace Krewe.Model;

/// <summary>All keys of a ConfigMap or Secret as environment variables.</summary>
public sealed record EnvFromSource
{
    public string? Prefix { get; init; }
    public OptionalObjectReference? ConfigMapRef { get; init; }
    public OptionalObjectReference? SecretRef { get; init; }
}
