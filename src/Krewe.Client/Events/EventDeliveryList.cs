namespace Krewe.Client;

/// <summary>A page of deliveries.</summary>
public sealed record EventDeliveryList
{
    public IReadOnlyList<EventDelivery> Items { get; init; } = [];
    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? Continue { get; init; }
}
