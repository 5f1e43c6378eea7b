using System.Text.Json.Serialization;

namespace Krewe.Cli.Diagnosis;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(DiagnosisReport))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
