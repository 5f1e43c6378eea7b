using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Where a parameter's value comes from; which sources are allowed depends on the place.</summary>
public sealed record ValueFrom
{
    public string? Path { get; init; }
    public string? JsonPath { get; init; }
    public string? JqFilter { get; init; }
    public string? Event { get; init; }
    public string? Parameter { get; init; }
    public SuppliedValueFrom? Supplied { get; init; }
    public ConfigMapKeySelector? ConfigMapKeyRef { get; init; }

    /// <summary>A secret, which only the step that uses the parameter reads, where it runs (Krewe; Argo has none).</summary>
    public SecretKeySelector? SecretKeyRef { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Default { get; init; }
    public string? Expression { get; init; }
}
