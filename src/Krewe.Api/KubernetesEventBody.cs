using System.Text.Json.Serialization;
using Krewe.Model;

namespace Krewe.Api;

/// <summary>Kubernetes core/v1 <c>Event</c>: something that happened to a run.</summary>
internal sealed record KubernetesEventBody
{
    public required ObjectMeta Metadata { get; init; }
    public required InvolvedObject InvolvedObject { get; init; }
    public required string Reason { get; init; }
    public required string Message { get; init; }
    public IReadOnlyDictionary<string, string> Source { get; init; } = new Dictionary<string, string> { ["component"] = "workflow-controller" };
    public DateTimeOffset? FirstTimestamp { get; init; }
    public DateTimeOffset? LastTimestamp { get; init; }
    public int Count { get; init; } = 1;
    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public required string Type { get; init; }
    public DateTimeOffset? EventTime { get; init; }
    public string ReportingComponent { get; init; } = "workflow-controller";
    public string ReportingInstance { get; init; } = "";
}

/// <summary>What an event is about.</summary>
internal sealed record InvolvedObject
{
    public required string Kind { get; init; }
    public string? Namespace { get; init; }
    public string? Name { get; init; }
    public string? Uid { get; init; }
    public string ApiVersion { get; init; } = "argoproj.io/v1alpha1";
    public string? ResourceVersion { get; init; }
}

/// <summary>JSON as Kubernetes writes it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(KubernetesEventBody))]
internal sealed partial class KubernetesJson : JsonSerializerContext;
