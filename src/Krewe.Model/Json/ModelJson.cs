using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>The JSON contract of all kinds: camelCase, absent when null, times in whole seconds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimestampConverter)],
    UseStringEnumConverter = true,
    MaxDepth = 256)]
[JsonSerializable(typeof(Workflow))]
[JsonSerializable(typeof(WorkflowTemplate))]
[JsonSerializable(typeof(ClusterWorkflowTemplate))]
[JsonSerializable(typeof(CronWorkflow))]
[JsonSerializable(typeof(WorkflowEventBinding))]
[JsonSerializable(typeof(EventSource))]
[JsonSerializable(typeof(Sensor))]
[JsonSerializable(typeof(WorkflowTaskSet))]
[JsonSerializable(typeof(WorkflowTaskResult))]
[JsonSerializable(typeof(WorkflowArtifactGCTask))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ControllerConfig))]
[JsonSerializable(typeof(ObjectMeta))]
[JsonSerializable(typeof(IReadOnlyList<Parameter>))]
[JsonSerializable(typeof(IReadOnlyList<Artifact>))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class ModelJson : JsonSerializerContext;
