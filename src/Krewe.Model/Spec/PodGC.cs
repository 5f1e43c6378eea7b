using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>When pods (here: work folders of steps) are removed.</summary>
public sealed record PodGC
{
    /// <summary><c>OnPodCompletion</c>, <c>OnPodSuccess</c>, <c>OnWorkflowCompletion</c>, <c>OnWorkflowSuccess</c> or empty (never).</summary>
    public string? Strategy { get; init; }
    public JsonElement? LabelSelector { get; init; }
    [JsonConverter(typeof(AnyStringConverter))]
    public string? DeleteDelayDuration { get; init; }
}
