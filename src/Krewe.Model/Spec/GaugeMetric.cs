using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>A gauge; <c>operation</c> is <c>Set</c> (default), <c>Add</c> or <c>Sub</c>.</summary>
public sealed record GaugeMetric
{
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Value { get; init; }
    public bool? Realtime { get; init; }
    public string? Operation { get; init; }
}
