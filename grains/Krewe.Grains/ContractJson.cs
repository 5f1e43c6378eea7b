using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Model;

namespace Krewe.Grains;

/// <summary>JSON of the types that grains exchange and keep: the model's contract, extended to the engine's and executors' records.</summary>
public static class ContractJson
{
    /// <summary>The options; never changed after first use.</summary>
    public static JsonSerializerOptions Options { get; } = new(ModelJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ModelJson.Default, new DefaultJsonTypeInfoResolver()),
    };
}
