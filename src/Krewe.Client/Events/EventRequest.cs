using System.Text.Json;

namespace Krewe.Client;

/// <summary>An event as it came in.</summary>
public sealed record EventRequest
{
    /// <summary>Whose bindings it is for.</summary>
    public required string Namespace { get; init; }

    /// <summary>What the sender calls this kind of event; may be empty.</summary>
    public string Discriminator { get; init; } = "";

    /// <summary>Any JSON.</summary>
    public JsonElement Payload { get; init; }

    /// <summary>Request headers that begin with <c>x-</c>, in lower case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Metadata { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What the sender calls this one delivery, so that a repetition is known; null for none.</summary>
    public string? DeliveryId { get; init; }

    /// <summary>Who sent it.</summary>
    public string? Sender { get; init; }
}
