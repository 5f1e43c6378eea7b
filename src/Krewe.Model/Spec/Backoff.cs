using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Exponential wait between attempts.</summary>
public sealed record Backoff
{
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Duration { get; init; }
    public IntOrString? Factor { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? MaxDuration { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Cap { get; init; }
}
