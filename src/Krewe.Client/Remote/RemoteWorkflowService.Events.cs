using System.Text.Json;
using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    public async Task<EventDelivery> ReceiveEventAsync(EventRequest request, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/events/{Escape(request.Namespace)}/{Escape(request.Discriminator)}");
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request.Payload, WireJson.Default.JsonElement));
        message.Headers.TryAddWithoutValidation(EventRoutes.DeliveryHeader, request.DeliveryId ?? Guid.NewGuid().ToString("n"));
        foreach (var (name, values) in request.Metadata.Where(header => header.Key != EventRoutes.DeliveryHeader))
        {
            message.Headers.TryAddWithoutValidation(name, values);
        }

        using var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        var id = response.Headers.TryGetValues(EventRoutes.IdHeader, out var ids) ? ids.First() : "";
        return await GetDeliveryAsync(request.Namespace, id, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<EventDeliveryList> ListDeliveriesAsync(ListDeliveriesQuery query, CancellationToken cancellationToken = default) =>
        GetAsync(
            EventRoutes.Deliveries + new QueryText()
                .Add("namespace", query.Namespace.Length == 0 ? null : query.Namespace)
                .Add("state", query.State?.ToString())
                .Add("limit", query.Limit == 0 ? null : query.Limit.ToString())
                .Add("continue", query.Continue),
            WireJson.Default.EventDeliveryList,
            cancellationToken);

    /// <inheritdoc/>
    public Task<EventDelivery> GetDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default) =>
        GetAsync($"{EventRoutes.Deliveries}/{Escape(@namespace)}/{Escape(id)}", WireJson.Default.EventDelivery, cancellationToken);

    /// <inheritdoc/>
    public Task<EventDelivery> ReplayDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, $"{EventRoutes.Deliveries}/{Escape(@namespace)}/{Escape(id)}/replay", new ActionBody(), WireJson.Default.ActionBody, WireJson.Default.EventDelivery, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> VerifyWebhookAsync(WebhookSignature webhook, CancellationToken cancellationToken = default) =>
        throw new KreweException(KreweErrorCode.Unimplemented, "webhooks are verified where they come in");
}
