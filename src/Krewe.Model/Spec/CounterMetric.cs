using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>A counter.</summary>
public sealed record CounterMetric
{
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Value { get; init; }
}
