using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>JSON of the engine's own records, and of the model with times at full precision.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(List<RunEvent>))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(SnapshotDocument))]
[JsonSerializable(typeof(Call))]
[JsonSerializable(typeof(LifecycleHook))]
[JsonSerializable(typeof(Template))]
[JsonSerializable(typeof(WorkflowSpec))]
[JsonSerializable(typeof(Artifact))]
[JsonSerializable(typeof(Volume))]
[JsonSerializable(typeof(IReadOnlyList<Volume>))]
[JsonSerializable(typeof(IReadOnlyList<PrometheusMetric>))]
[JsonSerializable(typeof(Synchronization))]
[JsonSerializable(typeof(List<Dictionary<string, string?>>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<JsonElement>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(List<FailedNode>))]
[JsonSerializable(typeof(IReadOnlyList<Parameter>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class EngineJson : JsonSerializerContext
{
    /// <summary>Without escapes that JSON does not need: tags in the text stay legible, log records small.</summary>
    public static EngineJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 512,
    });
}
