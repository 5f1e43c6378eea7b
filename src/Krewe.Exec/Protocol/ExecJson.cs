using System.Text.Json.Serialization;

namespace Krewe.Exec.Protocol;

/// <summary>Serialization of the protocol: one JSON object a line, UTF-8.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ExecRequest))]
[JsonSerializable(typeof(ExecEvent))]
[JsonSerializable(typeof(StepExit))]
public sealed partial class ExecJson : JsonSerializerContext;
