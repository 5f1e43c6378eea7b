using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Events and webhooks come in here, and what came of them can be looked at and replayed.</summary>
internal static class EventEndpoints
{
    private const string Receive = "/api/v1/events/{namespace}";
    private const string One = EventRoutes.Deliveries + "/{namespace}/{id}";

    /// <summary>Argo's bound for what is not yet known to be from a friend.</summary>
    private const int MaxWebhookBytes = 2 * 1024 * 1024;

    /// <summary>Headers by which well-known senders name a delivery; a redelivery has the same.</summary>
    private static readonly string[] DeliveryHeaders =
        [EventRoutes.DeliveryHeader, "x-github-delivery", "x-gitlab-event-uuid", "x-gitea-delivery", "x-request-uuid", "x-request-id"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Webhooks prove who they are by a signature, which is looked at once the body is there.
        routes.MapPost(Receive, Endpoint.For(ReceiveAsync)).NeedsAnywhere(AccessRole.None);
        routes.MapPost(Receive + "/{**discriminator}", Endpoint.For(ReceiveAsync)).NeedsAnywhere(AccessRole.None);
        routes.MapGet(EventRoutes.Deliveries, Endpoint.For(ListAsync)).NeedsInQuery(AccessRole.Viewer);
        routes.MapGet(One, Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.GetDeliveryAsync(Endpoint.Route(context, "namespace"), Endpoint.Route(context, "id"), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).Needs(AccessRole.Viewer);
        routes.MapPost(One + "/replay", Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.ReplayDeliveryAsync(Endpoint.Route(context, "namespace"), Endpoint.Route(context, "id"), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).Needs(AccessRole.Runner);
    }

    private static async Task ReceiveAsync(HttpContext context, IWorkflowService service)
    {
        var space = Endpoint.Route(context, "namespace");
        var caller = Access.Of(context);
        var known = caller.RoleIn(space) >= AccessRole.Runner;
        if (!known && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxWebhookBytes;
        }

        var body = await BodyAsync(context).ConfigureAwait(false);
        var sender = caller.Subject;
        if (!known)
        {
            var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
            sender = await service.VerifyWebhookAsync(new WebhookSignature(space, headers, body), context.RequestAborted).ConfigureAwait(false);
            if (sender is null)
            {
                // Neither a token nor a signature: which of them was wrong is nobody else's business.
                throw new KreweException(KreweErrorCode.PermissionDenied, "failed to process webhook request");
            }
        }

        var delivery = await service.ReceiveEventAsync(
            new EventRequest
            {
                Namespace = space,
                Discriminator = Endpoint.Route(context, "discriminator"),
                Payload = Parse(body),
                Metadata = context.Request.Headers.Where(header => header.Key.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key.ToLowerInvariant(), header => (IReadOnlyList<string>)[.. header.Value.OfType<string>()], StringComparer.Ordinal),
                DeliveryId = DeliveryHeaders.Select(name => context.Request.Headers[name].ToString()).FirstOrDefault(id => id.Length > 0),
                Sender = sender,
            },
            context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers[EventRoutes.IdHeader] = delivery.Id;
        await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        return buffer.ToArray();
    }

    private static JsonElement Parse(byte[] body)
    {
        if (body.Length == 0)
        {
            return JsonSerializer.SerializeToElement(null, WireJson.Default.String!);
        }

        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        EventDeliveryState? state = null;
        if (Endpoint.Query(context, "state") is { } text)
        {
            state = Enum.TryParse<EventDeliveryState>(text, ignoreCase: true, out var found) && Enum.IsDefined(found)
                ? found
                : throw new KreweException(KreweErrorCode.InvalidArgument, $"state: \"{text}\" is none of {string.Join(", ", Enum.GetNames<EventDeliveryState>())}");
        }

        var query = new ListDeliveriesQuery
        {
            Namespace = Endpoint.Query(context, "namespace") ?? Namespaces.All,
            State = state,
            Limit = ListQueries.Number(context, "limit"),
            Continue = Endpoint.Query(context, "continue"),
        };
        await Endpoint.AnswerAsync(context, await service.ListDeliveriesAsync(query, context.RequestAborted).ConfigureAwait(false), WireJson.Default.EventDeliveryList).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, EventDelivery delivery) => Endpoint.AnswerAsync(context, delivery, WireJson.Default.EventDelivery);
}
