using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>An environment variable, literal or from somewhere.</summary>
public sealed record EnvVar
{
    public string? Name { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Value { get; init; }
    public EnvVarSource? ValueFrom { get; init; }
}
