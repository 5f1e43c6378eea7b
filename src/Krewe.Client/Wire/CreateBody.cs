using System.Text.Json;

namespace Krewe.Client.Wire;

/// <summary>Body of <c>POST /api/v1/workflows/{namespace}</c> and of its <c>/lint</c>.</summary>
public sealed record CreateBody
{
    public string? Namespace { get; init; }
    public JsonElement Workflow { get; init; }
    public bool ServerDryRun { get; init; }
    public JsonElement? CreateOptions { get; init; }
    public RequestExtras? Krewe { get; init; }
}
