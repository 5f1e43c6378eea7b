using Krewe.Client;

namespace Krewe.Hosting;

/// <content>Events and what came of them.</content>
internal sealed partial class WorkflowService
{
    public async Task<EventDelivery> ReceiveEventAsync(EventRequest request, CancellationToken cancellationToken = default)
    {
        var (delivery, isNew) = await _inbox.AddAsync(request, cancellationToken).ConfigureAwait(false);
        if (isNew)
        {
            _dispatcher.Offer(delivery);
        }

        return delivery;
    }

    public Task<EventDeliveryList> ListDeliveriesAsync(ListDeliveriesQuery query, CancellationToken cancellationToken = default) => _inbox.ListAsync(query, cancellationToken);

    public async Task<EventDelivery> GetDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default) =>
        (await DeliveryAsync(@namespace, id, cancellationToken).ConfigureAwait(false)).Delivery;

    public async Task<EventDelivery> ReplayDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default)
    {
        var entry = await DeliveryAsync(@namespace, id, cancellationToken).ConfigureAwait(false);
        if (entry.Delivery.State == EventDeliveryState.Pending)
        {
            throw new KreweException(KreweErrorCode.FailedPrecondition, $"delivery \"{id}\" is still being tried");
        }

        var again = entry.Delivery with { State = EventDeliveryState.Pending, Attempts = 0, NextAttemptAt = null };
        if (!await _inbox.UpdateAsync(again, entry.Version, cancellationToken).ConfigureAwait(false))
        {
            throw new KreweException(KreweErrorCode.Aborted, $"delivery \"{id}\" was changed by somebody else; look at it again");
        }

        _dispatcher.Offer(again);
        return again;
    }

    public Task<string?> VerifyWebhookAsync(WebhookSignature webhook, CancellationToken cancellationToken = default) => Task.FromResult(_webhooks.Verify(webhook));

    private async Task<EventInbox.Entry> DeliveryAsync(string @namespace, string id, CancellationToken cancellationToken) =>
        await _inbox.FindAsync(@namespace, id, cancellationToken).ConfigureAwait(false)
        ?? throw new KreweException(KreweErrorCode.NotFound, $"there is no delivery \"{id}\" in namespace \"{@namespace}\"");
}
