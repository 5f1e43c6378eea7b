using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Labels and annotations put on something that a workflow creates (Argo <c>Metadata</c>).</summary>
public record Metadata
{
    [JsonConverter(typeof(AnyStringMapConverter))]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    [JsonConverter(typeof(AnyStringMapConverter))]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
