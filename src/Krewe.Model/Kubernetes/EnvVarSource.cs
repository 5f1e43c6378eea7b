using System.Text.Json;

namespace Krewe.Model;

/// <summary>Source of an environment variable.</summary>
public sealed record EnvVarSource
{
    public ObjectFieldSelector? FieldRef { get; init; }
    public JsonElement? ResourceFieldRef { get; init; }
    public ConfigMapKeySelector? ConfigMapKeyRef { get; init; }
    public SecretKeySelector? SecretKeyRef { get; init; }
    public JsonElement? FileKeyRef { get; init; }
}
