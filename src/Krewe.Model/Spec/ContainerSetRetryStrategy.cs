using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Retries of a process in place, inside its pod.</summary>
public sealed record ContainerSetRetryStrategy
{
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Duration { get; init; }
    public IntOrString? Retries { get; init; }
}
