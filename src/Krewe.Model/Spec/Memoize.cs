using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Reuses outputs of an earlier node with the same key.</summary>
public sealed record Memoize
{
    public string? Key { get; init; }
    public MemoizeCache? Cache { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? MaxAge { get; init; }
}
