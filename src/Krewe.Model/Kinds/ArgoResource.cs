using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>What every kind of group <c>argoproj.io/v1alpha1</c> has in common.</summary>
public abstract record ArgoResource
{
    [JsonPropertyOrder(-3)]
    public string? ApiVersion { get; init; }
    [JsonPropertyOrder(-2)]
    public string? Kind { get; init; }
    [JsonPropertyOrder(-1)]
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();
}
