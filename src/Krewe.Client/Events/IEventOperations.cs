namespace Krewe.Client;

/// <summary>Events that start runs by WorkflowEventBindings. What was received is kept, with what came of it.</summary>
public interface IEventOperations
{
    /// <summary>
    /// Stores an event; it returns when that is durable, and the bindings are tried afterwards. A delivery that comes again (same
    /// namespace, discriminator, source and delivery id) is not stored twice: the answer is the first one.
    /// </summary>
    Task<EventDelivery> ReceiveEventAsync(EventRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deliveries of a namespace (<see cref="Namespaces.All"/> for all), newest first in each namespace.</summary>
    Task<EventDeliveryList> ListDeliveriesAsync(ListDeliveriesQuery query, CancellationToken cancellationToken = default);

    /// <summary>One delivery with its payload.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task<EventDelivery> GetDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default);

    /// <summary>Tries again every binding for which the delivery has started no run; those that did start one are left alone.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>; <see cref="KreweErrorCode.FailedPrecondition"/> while it is still being tried.</exception>
    Task<EventDelivery> ReplayDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default);

    /// <summary>The client that signed a webhook: its name among the namespace's webhook clients, or null when nobody did.</summary>
    Task<string?> VerifyWebhookAsync(WebhookSignature webhook, CancellationToken cancellationToken = default);
}
