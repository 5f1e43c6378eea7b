using System.Text.Json.Serialization;

namespace Krewe.Client;

/// <summary>Argo <c>SubmitOpts</c>: changes that a submitter makes to a workflow. Names are Argo's JSON names.</summary>
public sealed record SubmitOptions
{
    public string? Name { get; init; }
    public string? GenerateName { get; init; }
    [JsonPropertyName("entryPoint")]
    public string? Entrypoint { get; init; }
    /// <summary>Each <c>name=value</c>; later ones win.</summary>
    public IReadOnlyList<string>? Parameters { get; init; }
    [JsonPropertyName("serviceAccount")]
    public string? ServiceAccount { get; init; }
    public bool DryRun { get; init; }
    public bool ServerDryRun { get; init; }
    /// <summary><c>a=b,c=d</c>.</summary>
    public string? Labels { get; init; }
    /// <summary><c>a=b,c=d</c>.</summary>
    public string? Annotations { get; init; }
    public string? PodPriorityClassName { get; init; }
    public int? Priority { get; init; }
    /// <summary>Each <c>name=key</c>.</summary>
    public IReadOnlyList<string>? Artifacts { get; init; }
}
