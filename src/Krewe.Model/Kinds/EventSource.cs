using System.Text.Json;

namespace Krewe.Model;

/// <summary>An Argo Events object that says where events come from; kept and given back as it is, since Argo Events alone acts on it.</summary>
public sealed record EventSource : ArgoResource
{
    public JsonElement? Spec { get; init; }
    public JsonElement? Status { get; init; }
}
