namespace Krewe.Client.Wire;

/// <summary>Where deliveries of events are found, and the headers that name them.</summary>
public static class EventRoutes
{
    /// <summary>The list of deliveries.</summary>
    public const string Deliveries = "/api/krewe/v1/event-deliveries";

    /// <summary>What a sender calls a delivery, when it is none of the well-known senders.</summary>
    public const string DeliveryHeader = "x-delivery-id";

    /// <summary>In answers: what the server calls it.</summary>
    public const string IdHeader = "X-Krewe-Delivery";
}
