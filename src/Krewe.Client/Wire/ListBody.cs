using System.Text.Json;
using Krewe.Model;

namespace Krewe.Client.Wire;

/// <summary>A list of any kind.</summary>
public sealed record ListBody
{
    public ListMeta Metadata { get; init; } = new();
    public IReadOnlyList<JsonElement>? Items { get; init; }
}
