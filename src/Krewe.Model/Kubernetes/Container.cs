using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Kubernetes <c>Container</c>. Fields that only a kubelet reads pass through as JSON.</summary>
public record Container
{
    public string? Name { get; init; }
    public string? Image { get; init; }
    [JsonConverter(typeof(AnyStringListConverter))]
    public IReadOnlyList<string>? Command { get; init; }
    [JsonConverter(typeof(AnyStringListConverter))]
    public IReadOnlyList<string>? Args { get; init; }
    public string? WorkingDir { get; init; }
    public IReadOnlyList<JsonElement>? Ports { get; init; }
    public IReadOnlyList<EnvFromSource>? EnvFrom { get; init; }
    public IReadOnlyList<EnvVar>? Env { get; init; }
    public ResourceRequirements? Resources { get; init; }
    public IReadOnlyList<JsonElement>? ResizePolicy { get; init; }
    public string? RestartPolicy { get; init; }
    public IReadOnlyList<JsonElement>? RestartPolicyRules { get; init; }
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }
    public IReadOnlyList<JsonElement>? VolumeDevices { get; init; }
    public JsonElement? LivenessProbe { get; init; }
    public JsonElement? ReadinessProbe { get; init; }
    public JsonElement? StartupProbe { get; init; }
    public JsonElement? Lifecycle { get; init; }
    public string? TerminationMessagePath { get; init; }
    public string? TerminationMessagePolicy { get; init; }
    public string? ImagePullPolicy { get; init; }
    public JsonElement? SecurityContext { get; init; }
    public bool? Stdin { get; init; }
    public bool? StdinOnce { get; init; }
    public bool? Tty { get; init; }
}
