using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Requests and limits; quantities as Kubernetes writes them.</summary>
public sealed record ResourceRequirements
{
    [JsonConverter(typeof(AnyStringMapConverter))]
    public IReadOnlyDictionary<string, string>? Limits { get; init; }
    [JsonConverter(typeof(AnyStringMapConverter))]
    public IReadOnlyDictionary<string, string>? Requests { get; init; }
    public IReadOnlyList<JsonElement>? Claims { get; init; }
}
