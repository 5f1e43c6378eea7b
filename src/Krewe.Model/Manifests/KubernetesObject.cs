using System.Text.Json;

namespace Krewe.Model;

/// <summary>An object of a kind that is not Argo's (a ConfigMap or Secret beside a workflow), kept as it was written.</summary>
/// <param name="ApiVersion">As written.</param>
/// <param name="Kind">As written.</param>
/// <param name="Metadata">Name, labels and so on.</param>
/// <param name="Content">The whole object.</param>
public sealed record KubernetesObject(string? ApiVersion, string Kind, ObjectMeta Metadata, JsonElement Content);
