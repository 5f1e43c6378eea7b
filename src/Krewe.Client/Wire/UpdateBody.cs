using System.Text.Json;

namespace Krewe.Client.Wire;

/// <summary><see cref="WorkflowUpdate"/> as sent.</summary>
public sealed record UpdateBody
{
    public string Type { get; init; } = UpdateType.Modified;
    public JsonElement Object { get; init; }
    public bool? IsDelta { get; init; }
    public IReadOnlyList<string>? RemovedNodes { get; init; }
}
