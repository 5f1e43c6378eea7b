using System.Text.Json;

namespace Krewe.Client;

/// <summary>A received event and what came of it.</summary>
public sealed record EventDelivery
{
    public required string Id { get; init; }
    public required string Namespace { get; init; }
    public string Discriminator { get; init; } = "";
    public string? DeliveryId { get; init; }
    public string? Sender { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public EventDeliveryState State { get; init; }
    /// <summary>How often the bindings have been tried.</summary>
    public int Attempts { get; init; }
    /// <summary>When they are tried again; null when they are not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
    /// <summary>What came of it, binding by binding; bindings that it did not match are left out.</summary>
    public IReadOnlyList<BindingOutcome> Outcomes { get; init; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Metadata { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
    /// <summary>The event itself; null in lists.</summary>
    public JsonElement? Payload { get; init; }
}
