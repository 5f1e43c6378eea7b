using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>A histogram.</summary>
public sealed record HistogramMetric
{
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Value { get; init; }
    /// <summary>Upper bounds; JSON numbers (Argo <c>Amount</c>).</summary>
    public IReadOnlyList<JsonElement>? Buckets { get; init; }
}
