using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Content given in the manifest.</summary>
public sealed record RawArtifact
{
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Data { get; init; }
}
