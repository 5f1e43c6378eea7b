using System.Text.Json.Serialization;

namespace Krewe.Model.Analysis;

/// <summary>JSON in which step summaries are kept.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<StepSummary>))]
internal sealed partial class StepSummaryJson : JsonSerializerContext;
