using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Argo <c>Parameter</c>. Values are strings; JSON numbers and booleans are taken as their text.</summary>
public sealed record Parameter
{
    public string? Name { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Default { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Value { get; init; }
    public ValueFrom? ValueFrom { get; init; }
    public string? GlobalName { get; init; }
    [JsonConverter(typeof(AnyStringListConverter))]
    public IReadOnlyList<string>? Enum { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Description { get; init; }
}
