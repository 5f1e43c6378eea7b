using System.Text.Json;

namespace Krewe.Model;

/// <summary>A claim created with the run and owned by it.</summary>
public sealed record PersistentVolumeClaim
{
    public string? ApiVersion { get; init; }
    public string? Kind { get; init; }
    public ObjectMeta? Metadata { get; init; }
    public JsonElement? Spec { get; init; }
    public JsonElement? Status { get; init; }
}
