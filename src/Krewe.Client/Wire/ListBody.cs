using System.Text.Json;
using System.Text.Json.Serialization;
using Krewe.Model;

namespace Krewe.Client.Wire;

/// <summary>A list of any kind.</summary>
public sealed record ListBody
{
    public ListMeta Metadata { get; init; } = new();
    /// <summary>Null for an empty list of runs, as Argo has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<JsonElement>? Items { get; init; }
}
