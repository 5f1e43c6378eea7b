namespace Krewe.Client;

/// <summary>Which deliveries, and which page of them.</summary>
public sealed record ListDeliveriesQuery
{
    /// <summary>A namespace, or <see cref="Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Namespaces.All;

    /// <summary>Only in this state; null for all.</summary>
    public EventDeliveryState? State { get; init; }

    /// <summary>Most deliveries on the page; 0 for the engine's maximum.</summary>
    public int Limit { get; init; }

    /// <summary>From the page before; opaque.</summary>
    public string? Continue { get; init; }
}
