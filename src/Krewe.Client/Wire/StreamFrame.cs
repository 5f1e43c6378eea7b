using System.Text.Json;

namespace Krewe.Client.Wire;

/// <summary>One message of a stream.</summary>
public sealed record StreamFrame
{
    public JsonElement? Result { get; init; }
    public ErrorBody? Error { get; init; }
}
